package dev.sampan.engine.container;

import dev.sampan.engine.archive.Pack;
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

    /** The tree is read through a mount of its own, attached nowhere, whether the container runs or not. */
    void run(Container container, OutputStream out) throws IOException {
        try (Fd tree = parts.mechanisms().layers().openTree(new LayerId(container.id))) {
            new Pack(out).contents(tree);
        }
        parts.tell(container.file(), "export");
    }

    List<Change> changes(Container container) {
        return parts.mechanisms().layers().changes(new LayerId(container.id));
    }
}
