package dev.sampan.engine.container;

import dev.sampan.engine.archive.Pack;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.runtime.Deadline;
import dev.sampan.engine.runtime.RootMount;
import dev.sampan.engine.security.Capability;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.storage.Change;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Layers;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A container's files as a tar, and what it has changed of its image's. Volumes and other mounts are not in either. */
final class Export {

    private final Parts parts;

    Export(Parts parts) {
        this.parts = parts;
    }

    void run(Container container, OutputStream out) throws IOException {
        try (Fd tree = open(container)) {
            new Pack(out).contents(tree);
        }
        parts.tell(container, "export");
    }

    /** While the container runs, its own mount is read, unless it may have hidden it below another one; else a new one, attached nowhere. */
    private Fd open(Container container) {
        var layer = new LayerId(container.id);
        Layers layers = parts.mechanisms().layers();
        return running(container, root -> !mayMount(container.spec()) || isRootOf(layers, layer, root))
                .orElseGet(() -> layers.openTree(layer));
    }

    private static boolean mayMount(ContainerSpec spec) {
        return Capability.granted(spec.security()).contains(Capability.CAP_SYS_ADMIN);
    }

    /** What it has mounted there may never answer. */
    private static boolean isRootOf(Layers layers, LayerId layer, Fd root) {
        return Deadline.meet("look at the container's root", () -> layers.isRootOf(layer, root));
    }

    private static Optional<Fd> running(Container container, Predicate<Fd> isItsOwn) {
        Active active = container.active();
        if (active == null) {
            return Optional.empty();
        }
        try (var undo = new Undo()) {
            Fd root = RootMount.of(active.live().record());
            undo.add("close the root", root::close);
            if (!isItsOwn.test(root)) {
                return Optional.empty();
            }
            undo.commit();
            return Optional.of(root);
        } catch (EngineException.Conflict ended) {
            return Optional.empty();
        }
    }

    List<Change> changes(Container container) {
        return parts.mechanisms().layers().changes(new LayerId(container.id));
    }
}
