package dev.sampan.engine.runtime;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import java.util.List;
import java.util.Set;

/**
 * Small files of a running container, read from outside and resolved inside its root (invariant 1, CVE-2018-15664). It may have made
 * them anything: only a regular file of a real file system is opened, its size is not believed, and nobody waits for it (invariant 14).
 */
public final class ContainerFiles {

    /** Longer files hold no users. */
    public static final int LARGEST = 1 << 20;

    /** Their files are the kernel's, whatever they say of themselves: opening one may wait, or do something. */
    private static final Set<Long> KERNELS = Set.of(
            StatFs.PROC,
            StatFs.SYSFS,
            StatFs.DEVPTS,
            StatFs.CGROUP,
            StatFs.CGROUP2,
            StatFs.MQUEUE,
            StatFs.NSFS,
            StatFs.DEBUGFS,
            StatFs.TRACEFS,
            StatFs.SECURITYFS);

    private ContainerFiles() {}

    /**
     * The contents, in the order of the paths; empty for a file that is not there. One that is longer than 1 MiB, or no regular file,
     * counts as not there.
     */
    public static List<byte[]> read(LiveRecord container, List<String> paths) {
        String what = "read " + String.join(" and ", paths) + " of the container";
        return Deadline.meet(what, () -> readNow(container, paths, what));
    }

    private static List<byte[]> readNow(LiveRecord container, List<String> paths, String what) {
        try (var root = Files.open("/proc/" + container.process().pid() + "/root", Files.O_PATH | Files.O_DIRECTORY)) {
            if (!container.process().alive()) {
                throw new EngineException.Conflict("the container is not running");
            }
            return paths.stream().map(path -> readIn(root, path)).toList();
        } catch (ErrnoException e) {
            if (!container.process().alive()) { // a process that has ended has no root
                throw new EngineException.Conflict("the container is not running", e);
            }
            throw new EngineException.SystemFailure(what + ": " + e.getMessage(), e);
        }
    }

    private static byte[] readIn(Fd root, String path) {
        try {
            return read(root.number(), path);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return new byte[0];
            }
            throw e;
        }
    }

    private static byte[] read(int root, String path) {
        // Looked at before it is opened: opening a device, or /proc/kmsg, has effects.
        try (var file =
                Files.openat2(root, path, Files.O_PATH, 0, Files.RESOLVE_IN_ROOT | Files.RESOLVE_NO_MAGICLINKS)) {
            boolean plain = Inodes.fstat(file.number()).isRegular()
                    && !KERNELS.contains(Inodes.fstatfs(file.number()).type());
            return plain ? content(file) : new byte[0];
        }
    }

    private static byte[] content(Fd file) {
        int flags = Files.O_RDONLY | Files.O_NONBLOCK | Files.O_NOCTTY;
        try (var opened = Files.openat(Files.AT_FDCWD, file.path(), flags, 0)) {
            return Content.readAtMost(opened.number(), LARGEST).orElse(new byte[0]);
        }
    }
}
