package dev.sampan.linux.syscall;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.struct.OpenHow;

/**
 * Opening: open(2), openat2(2), and the flags that calls with a directory's descriptor share. Open flags have x86-64's values on every
 * architecture and are translated at the border. Every descriptor is opened close-on-exec. What is then done with names is in
 * {@link Names}, with attributes in {@link Inodes}, with bytes in {@link Content}.
 */
public final class Files {
    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_REMOVEDIR = 0x200;
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    public static final int AT_NO_AUTOMOUNT = 0x800;
    public static final int AT_EMPTY_PATH = 0x1000;
    public static final int AT_RECURSIVE = 0x8000;

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DIRECTORY = 0x10000;
    public static final int O_NOFOLLOW = 0x20000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_PATH = 0x200000;
    public static final int O_TMPFILE = 0x410000;

    private static final int MOST_RACES = 1000;

    public static final int RESOLVE_NO_XDEV = 0x01;
    public static final int RESOLVE_NO_MAGICLINKS = 0x02;
    public static final int RESOLVE_NO_SYMLINKS = 0x04;
    public static final int RESOLVE_BENEATH = 0x08;
    /** Links and .. are resolved as if the directory were "/": nothing outside it can be reached. Linux 5.6. */
    public static final int RESOLVE_IN_ROOT = 0x10;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;

    public static final FlagNames OPEN_FLAGS = FlagNames.zero("0")
            .choice("O_RDONLY", 3, O_RDONLY)
            .choice("O_WRONLY", 3, O_WRONLY)
            .choice("O_RDWR", 3, O_RDWR)
            .choiceless(O_PATH)
            .with("O_TMPFILE", O_TMPFILE)
            .with("O_PATH", O_PATH)
            .with("O_CREAT", O_CREAT)
            .with("O_EXCL", O_EXCL)
            .with("O_NOCTTY", O_NOCTTY)
            .with("O_TRUNC", O_TRUNC)
            .with("O_APPEND", O_APPEND)
            .with("O_NONBLOCK", O_NONBLOCK)
            .with("O_DIRECTORY", O_DIRECTORY)
            .with("O_NOFOLLOW", O_NOFOLLOW)
            .with("O_CLOEXEC", O_CLOEXEC);
    /** What dup3, pipe2 and their like take of the open flags. */
    public static final FlagNames DESCRIPTOR_FLAGS =
            FlagNames.zero("0").with("O_NONBLOCK", O_NONBLOCK).with("O_CLOEXEC", O_CLOEXEC);

    public static final FlagNames RESOLVE_FLAGS = FlagNames.zero("0")
            .with("RESOLVE_NO_XDEV", RESOLVE_NO_XDEV)
            .with("RESOLVE_NO_MAGICLINKS", RESOLVE_NO_MAGICLINKS)
            .with("RESOLVE_NO_SYMLINKS", RESOLVE_NO_SYMLINKS)
            .with("RESOLVE_BENEATH", RESOLVE_BENEATH)
            .with("RESOLVE_IN_ROOT", RESOLVE_IN_ROOT);
    public static final FlagNames AT_FLAGS = FlagNames.zero("0")
            .with("AT_SYMLINK_NOFOLLOW", AT_SYMLINK_NOFOLLOW)
            .with("AT_REMOVEDIR", AT_REMOVEDIR)
            .with("AT_SYMLINK_FOLLOW", AT_SYMLINK_FOLLOW)
            .with("AT_NO_AUTOMOUNT", AT_NO_AUTOMOUNT)
            .with("AT_EMPTY_PATH", AT_EMPTY_PATH)
            .with("AT_RECURSIVE", AT_RECURSIVE);

    private Files() {}

    /** openat(2). Resolves links as the process sees them: only for paths of the host that are trusted. */
    public static Fd openat(int at, String path, int flags, int mode) {
        var all = flags | O_CLOEXEC;
        try (var call = new Call(Sys.OPENAT)) {
            call.fd(at).string(path).memoryless(Arch.host().openFlags(all), OPEN_FLAGS.text(all));
            // Without O_CREAT the kernel does not look at a fourth argument.
            if ((flags & (O_CREAT | O_TMPFILE)) != 0) call.octal(mode);
            return new Fd(call.runInt());
        }
    }

    public static Fd open(String path, int flags) {
        return openat(AT_FDCWD, path, flags, 0);
    }

    /** openat2(2), Linux 5.6: opening with a rule about what resolution may pass. */
    public static Fd openat2(int at, String path, int flags, int mode, int resolve) {
        // EAGAIN: something was renamed or mounted anywhere meanwhile, so that a ".." could not be judged; the manual
        // says to repeat.
        for (int round = 1; ; round++) {
            try {
                return openat2Once(at, path, flags, mode, resolve);
            } catch (ErrnoException raced) {
                boolean judges = (resolve & (RESOLVE_BENEATH | RESOLVE_IN_ROOT)) != 0;
                if (!judges || !raced.is(Errno.EAGAIN) || round == MOST_RACES) throw raced;
            }
        }
    }

    private static Fd openat2Once(int at, String path, int flags, int mode, int resolve) {
        try (var call = new Call(Sys.OPENAT2)) {
            var how = new OpenHow(flags | O_CLOEXEC, mode, resolve);
            return new Fd(call.fd(at)
                    .string(path)
                    .memory(call.copied(how.bytes(Arch.host())), shown(how))
                    .number(OpenHow.SIZE)
                    .runInt());
        }
    }

    /** What stands for open_how in a call's text, made when somebody wants it. */
    public static Object shown(OpenHow how) {
        return new Object() {
            @Override
            public String toString() {
                var text = "{flags=" + OPEN_FLAGS.text(how.flags());
                if (how.mode() != 0) text += ", mode=0" + Long.toOctalString(how.mode());
                if (how.resolve() != 0) text += ", resolve=" + RESOLVE_FLAGS.text(how.resolve());
                return text + "}";
            }
        };
    }

    static void close(int fd) {
        try (var call = new Call(Sys.CLOSE)) {
            call.fd(fd).attempt();
        }
    }

    /** A second descriptor of the same open file, numbered at least {@code least}. */
    public static Fd duplicate(int fd, int least) {
        try (var call = new Call(Sys.FCNTL)) {
            return new Fd(call.fd(fd)
                    .memoryless(F_DUPFD_CLOEXEC, "F_DUPFD_CLOEXEC")
                    .number(least)
                    .runInt());
        }
    }

    public static void nonBlocking(int fd, boolean on) {
        int flags;
        try (var call = new Call(Sys.FCNTL)) {
            flags = call.fd(fd).memoryless(F_GETFL, "F_GETFL").runInt();
        }
        try (var call = new Call(Sys.FCNTL)) {
            call.fd(fd)
                    .memoryless(F_SETFL, "F_SETFL")
                    .flags(on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK, OPEN_FLAGS)
                    .run();
        }
    }
}
