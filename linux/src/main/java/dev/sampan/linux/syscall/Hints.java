package dev.sampan.linux.syscall;

/** What the kernel most likely means where its error number alone is a riddle. One line each, from its source. */
public final class Hints {
    private Hints() {}

    /** A hint for this answer of this call, or the empty text. */
    public static String of(String call, Errno errno) {
        return switch (errno) {
            case EPERM -> permission(call);
            case ENOSYS -> "this kernel is older than the call, or a seccomp filter hides it";
            case EINVAL -> invalid(call);
            case EBUSY -> busy(call);
            case ENODEV ->
                call.equals("fsopen") || call.equals("mount") ? "the kernel has no such file system type" : "";
            case ENOSPC ->
                switch (call) {
                    case "unshare", "clone3" -> "a limit of /proc/sys/user/max_*_namespaces is reached";
                    case "mount", "move_mount" -> "/proc/sys/fs/mount-max is reached";
                    case "inotify_add_watch" -> "/proc/sys/fs/inotify/max_user_watches is reached";
                    default -> "";
                };
            case EUSERS -> "the kernel allows no deeper nesting of user namespaces";
            case EXDEV -> call.equals("openat2") ? "the path leaves its root" : "";
            case ELOOP -> call.equals("openat2") ? "a symbolic link where none is allowed, or a magic link" : "";
            default -> "";
        };
    }

    private static String permission(String call) {
        return switch (call) {
            case "mount", "fsopen", "fsmount", "move_mount", "open_tree", "mount_setattr", "unshare", "setns" ->
                "needs CAP_SYS_ADMIN in the user namespace that owns the namespace";
            case "pidfd_getfd", "ptrace" ->
                "needs ptrace access to the process (same user and dumpable, or CAP_SYS_PTRACE)";
            case "setgroups" -> "/proc/PID/setgroups says deny, or CAP_SETGID is missing";
            default -> "";
        };
    }

    private static String invalid(String call) {
        return switch (call) {
            case "pivot_root" ->
                "the new root must be a mount point, and neither it nor its parent may have shared propagation";
            case "move_mount" ->
                "a file onto a directory, a target below a shared mount, or a mount of another namespace";
            case "fsconfig" -> "an option the file system refuses; the kernel log or the fs context says which";
            case "mount" -> "a bad option (the kernel log says which), or a bind of something that is not mounted here";
            case "setns" -> "already in that user namespace, or a multi-threaded process";
            default -> "";
        };
    }

    private static String busy(String call) {
        return switch (call) {
            case "pivot_root" -> "the new root is on the current root mount";
            case "umount2" -> "something is open or mounted below it";
            case "move_mount" -> "a mount of the same file system is already on that place";
            case "mount", "fsconfig" ->
                "the upper or work directory is in use by another overlay, or the device is mounted otherwise";
            default -> "";
        };
    }
}
