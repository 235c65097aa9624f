package dev.sampan.linux.syscall;

/**
 * setns(2) and unshare(2). They change the calling thread, and a JVM thread that changed is lost to its pool: use them on
 * a platform thread that ends afterwards, and never for a container's namespaces (those are entered by a launch plan).
 */
public final class Namespaces {
    public static final long CLONE_NEWTIME = 0x80;
    public static final long CLONE_FS = 0x200;
    public static final long CLONE_FILES = 0x400;
    public static final long CLONE_PIDFD = 0x1000;
    public static final long CLONE_VFORK = 0x4000;
    public static final long CLONE_PARENT = 0x8000;
    public static final long CLONE_NEWNS = 0x20000;
    public static final long CLONE_PARENT_SETTID = 0x100000;
    public static final long CLONE_NEWCGROUP = 0x2000000;
    public static final long CLONE_NEWUTS = 0x4000000;
    public static final long CLONE_NEWIPC = 0x8000000;
    public static final long CLONE_NEWUSER = 0x10000000;
    public static final long CLONE_NEWPID = 0x20000000;
    public static final long CLONE_NEWNET = 0x40000000;
    /** clone3 only, Linux 5.7: the child begins in the cgroup (v2) of a descriptor. */
    public static final long CLONE_INTO_CGROUP = 0x200000000L;

    public static final FlagNames CLONE_FLAGS = FlagNames.zero("0")
            .with("CLONE_NEWTIME", CLONE_NEWTIME)
            .with("CLONE_FS", CLONE_FS)
            .with("CLONE_FILES", CLONE_FILES)
            .with("CLONE_PIDFD", CLONE_PIDFD)
            .with("CLONE_VFORK", CLONE_VFORK)
            .with("CLONE_PARENT", CLONE_PARENT)
            .with("CLONE_NEWNS", CLONE_NEWNS)
            .with("CLONE_PARENT_SETTID", CLONE_PARENT_SETTID)
            .with("CLONE_NEWCGROUP", CLONE_NEWCGROUP)
            .with("CLONE_NEWUTS", CLONE_NEWUTS)
            .with("CLONE_NEWIPC", CLONE_NEWIPC)
            .with("CLONE_NEWUSER", CLONE_NEWUSER)
            .with("CLONE_NEWPID", CLONE_NEWPID)
            .with("CLONE_NEWNET", CLONE_NEWNET)
            .with("CLONE_INTO_CGROUP", CLONE_INTO_CGROUP);

    private Namespaces() {}

    /** The calling thread enters the namespace (or, by a pidfd, the namespaces) named by the descriptor. */
    public static void setns(int fd, long types) {
        try (var call = new Call(Sys.SETNS)) {
            call.fd(fd).flags(types, CLONE_FLAGS).run();
        }
    }

    public static void unshare(long flags) {
        try (var call = new Call(Sys.UNSHARE)) {
            call.flags(flags, CLONE_FLAGS).run();
        }
    }
}
