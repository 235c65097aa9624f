package dev.sampan.engine.runtime;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;

/** Small files of a running container, read from outside and resolved inside its root (invariant 1, CVE-2018-15664). */
public final class ContainerFiles {

    private static final int MOST = 8 << 20;

    private ContainerFiles() {}

    /** The content; empty when the file is not there. A file that is larger than 8 MiB, or no regular file, counts as not there. */
    public static byte[] read(LiveRecord container, String path) {
        try (var root = Files.open("/proc/" + container.process().pid() + "/root", Files.O_PATH | Files.O_DIRECTORY)) {
            if (!container.process().alive()) {
                throw new EngineException.Conflict("the container is not running");
            }
            return read(root.number(), path);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return new byte[0];
            }
            throw new EngineException.SystemFailure("read " + path + " of the container: " + e.getMessage(), e);
        }
    }

    private static byte[] read(int root, String path) {
        // Non-blocking: a fifo with nobody at its other end must not hold us.
        int flags = Files.O_RDONLY | Files.O_NONBLOCK | Files.O_NOCTTY;
        try (var file = Files.openat2(root, path, flags, 0, Files.RESOLVE_IN_ROOT | Files.RESOLVE_NO_MAGICLINKS)) {
            var stat = Inodes.fstat(file.number());
            boolean plain = (stat.mode() & Stat.S_IFMT) == Stat.S_IFREG;
            return plain && stat.size() <= MOST ? Content.readAll(file.number()) : new byte[0];
        }
    }
}
