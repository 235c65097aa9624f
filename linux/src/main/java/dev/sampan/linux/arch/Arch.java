package dev.sampan.linux.arch;

import java.util.Locale;

/** A processor architecture that Sampan runs on, and where its kernel interface differs from the other. */
public enum Arch {
    X86_64("x86_64", "amd64"),
    AARCH64("aarch64", "arm64");

    private static final Arch HOST = detect(System.getProperty("os.arch"));

    // <asm/fcntl.h>: arm64 numbers four open flags its own way. This code uses x86-64's values and translates at the
    // border.
    private static final long[][] OPEN_FLAGS = {
        {0x10000, 0x4000}, // O_DIRECTORY
        {0x20000, 0x8000}, // O_NOFOLLOW
        {0x4000, 0x10000}, // O_DIRECT
        {0x8000, 0x20000}, // O_LARGEFILE
    };

    private final String kernelName;
    private final String goName;

    Arch(String kernelName, String goName) {
        this.kernelName = kernelName;
        this.goName = goName;
    }

    /** The architecture this JVM runs on. */
    public static Arch host() {
        return HOST;
    }

    private static Arch detect(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default -> throw new UnsupportedOperationException("sampan runs on x86-64 and aarch64, not on " + name);
        };
    }

    /** As {@code uname -m} says it. */
    public String kernelName() {
        return kernelName;
    }

    /** As image platforms say it: amd64, arm64. */
    public String goName() {
        return goName;
    }

    /** Open flags given as x86-64 numbers them, in this architecture's numbers. */
    public long openFlags(long flags) {
        if (this == X86_64) return flags;
        var result = flags;
        for (var pair : OPEN_FLAGS) result &= ~pair[0];
        for (var pair : OPEN_FLAGS) {
            if ((flags & pair[0]) != 0) result |= pair[1];
        }
        return result;
    }
}
