package dev.sampan.linux.syscall;

/** Files without a name, in memory: memfd_create(2) and the seals of fcntl(2). */
public final class MemoryFiles {
    public static final int MFD_CLOEXEC = 1;
    public static final int MFD_ALLOW_SEALING = 2;
    /** Linux 6.3: says that the file is to be executed, where vm.memfd_noexec asks for a word. */
    public static final int MFD_EXEC = 0x10;

    public static final int F_SEAL_SEAL = 1;
    public static final int F_SEAL_SHRINK = 2;
    public static final int F_SEAL_GROW = 4;
    public static final int F_SEAL_WRITE = 8;
    /** Linux 6.3: whether it may be executed stays as it is. */
    private static final int F_SEAL_EXEC = 0x20;

    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;

    private static final FlagNames SEALS = FlagNames.zero("0")
            .with("F_SEAL_SEAL", F_SEAL_SEAL)
            .with("F_SEAL_SHRINK", F_SEAL_SHRINK)
            .with("F_SEAL_GROW", F_SEAL_GROW)
            .with("F_SEAL_WRITE", F_SEAL_WRITE)
            .with("F_SEAL_EXEC", F_SEAL_EXEC);
    private static final FlagNames MFD_FLAGS = FlagNames.zero("0")
            .with("MFD_CLOEXEC", MFD_CLOEXEC)
            .with("MFD_ALLOW_SEALING", MFD_ALLOW_SEALING)
            .with("MFD_EXEC", MFD_EXEC);

    private MemoryFiles() {}

    public static Fd memfdCreate(String name, int flags) {
        try (var call = new Call(Sys.MEMFD_CREATE)) {
            return new Fd(
                    call.string(name).flags(flags | MFD_CLOEXEC, MFD_FLAGS).runInt());
        }
    }

    /** A memory file to be executed: MFD_EXEC where the kernel knows it (6.3), without where it does not. */
    public static Fd memfdExecutable(String name) {
        try {
            return memfdCreate(name, MFD_ALLOW_SEALING | MFD_EXEC);
        } catch (ErrnoException unknownFlag) {
            if (!unknownFlag.is(Errno.EINVAL)) throw unknownFlag;
            return memfdCreate(name, MFD_ALLOW_SEALING);
        }
    }

    public static void addSeals(int fd, int seals) {
        try (var call = new Call(Sys.FCNTL)) {
            call.fd(fd)
                    .memoryless(F_ADD_SEALS, "F_ADD_SEALS")
                    .flags(seals, SEALS)
                    .run();
        }
    }

    /** From here on chmod(2) cannot make it unexecutable; a kernel before 6.3 has no such seal: {@link #hasModeSealed}. */
    public static void sealMode(int fd) {
        try {
            addSeals(fd, F_SEAL_EXEC);
        } catch (ErrnoException unknown) {
            if (!unknown.is(Errno.EINVAL)) throw unknown;
        }
    }

    public static boolean hasModeSealed(int fd) {
        return (seals(fd) & F_SEAL_EXEC) != 0;
    }

    public static int seals(int fd) {
        try (var call = new Call(Sys.FCNTL)) {
            return call.fd(fd).memoryless(F_GET_SEALS, "F_GET_SEALS").runInt();
        }
    }

    /** Fills a new memory file in one write; what is written is shown as {@code show}. */
    public static void fill(int fd, byte[] content, String show) {
        try (var call = new Call(Sys.WRITE)) {
            var written = call.fd(fd)
                    .memory(call.copied(content), show)
                    .number(content.length)
                    .run();
            if (written != content.length) throw call.failed(-Errno.EIO.number());
        }
    }
}
