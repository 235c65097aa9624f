package dev.sampan.engine.container;

import dev.sampan.engine.archive.Pack;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.runtime.RootMount;
import dev.sampan.engine.storage.Change;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

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
        parts.tell(container.file(), "export");
    }

    /** While the container runs, its own mount is read; else a new one, attached nowhere. */
    private Fd open(Container container) {
        Active active = container.active();
        if (active != null) {
            try {
                return RootMount.of(active.live().record());
            } catch (EngineException.Conflict ended) {
                // it has no mount any more
            }
        }
        return parts.mechanisms().layers().openTree(new LayerId(container.id));
    }

    List<Change> changes(Container container) {
        return parts.mechanisms().layers().changes(new LayerId(container.id));
    }
}
