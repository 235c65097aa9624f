package dev.sampan.engine.storage.overlay2;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.storage.Storage;
import dev.sampan.engine.storage.StorageDriver;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** overlayfs (Linux 4.0; the calls used here 5.12): a directory per layer, stacked by the kernel when a container's are mounted. */
public final class Overlay2 implements StorageDriver {

    @Override
    public String name() {
        return "overlay2";
    }

    @Override
    public int rank() {
        return 10;
    }

    /** By trying: a detached overlay with a writable layer on this very file system. */
    @Override
    public Optional<String> probe(Path root) {
        String name = ".probe-" + UUID.randomUUID();
        try (Fd at = Tree.open(root)) {
            Names.mkdirat(at.number(), name, 0700);
            try (Fd folder = Files.openat(at.number(), name, Files.O_RDONLY | Files.O_DIRECTORY, 0)) {
                for (String part : new String[] {"lower", "upper", "work"}) {
                    Names.mkdirat(folder.number(), part, 0700);
                }
                try (Fd context = Mounts.fsopen("overlay")) {
                    String path = root.resolve(name).toString();
                    Mounts.fsconfigString(context.number(), "lowerdir", path + "/lower");
                    Mounts.fsconfigString(context.number(), "upperdir", path + "/upper");
                    Mounts.fsconfigString(context.number(), "workdir", path + "/work");
                    Mounts.fsconfigCreate(context.number());
                    Mounts.fsmount(context.number(), 0).close();
                }
            } finally {
                Tree.remove(at, name);
            }
            return Optional.empty();
        } catch (ErrnoException e) {
            return Optional.of(e.getMessage());
        }
    }

    @Override
    public Storage open(Path root) throws IOException {
        return new OverlayStorage(root);
    }
}
