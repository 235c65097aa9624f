package dev.sampan.engine.storage.overlay2;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import java.nio.file.Path;

/** A directory of ours in one that everybody may write to, such as /dev/shm: somebody may have put something there under its name. */
final class PrivateDirectory {

    private PrivateDirectory() {}

    /** Makes it, mode 0700, or takes the one that is there if it is ours and nobody else's. Throws SystemFailure otherwise. */
    static Path make(Path directory) {
        String name = directory.getFileName().toString();
        try (Fd parent = Tree.open(directory.getParent())) {
            try {
                Names.mkdirat(parent.number(), name, 0700);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EEXIST)) {
                    throw e;
                }
            }
            Stat stat = Inodes.statx(parent.number(), name, Files.AT_SYMLINK_NOFOLLOW);
            try (Fd self = Files.open("/proc/self", Files.O_PATH | Files.O_DIRECTORY)) {
                boolean ours = stat.uid() == Inodes.fstat(self.number()).uid();
                if (!stat.isDirectory() || !ours || (stat.permissions() & 077) != 0) {
                    throw new SystemFailure(directory + " is not a directory of this engine alone");
                }
            }
        }
        return directory;
    }
}
