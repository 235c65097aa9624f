package dev.sampan.linux.bpf;

import dev.sampan.linux.arch.Arch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A way to call the kernel, with its own numbers: what seccomp filters tell apart. In the order of the columns of syscalls.txt. */
public enum Abi {
    X86_64(0xC000003E, "SCMP_ARCH_X86_64"),
    /** 32-bit programs on x86-64. */
    I386(0x40000003, "SCMP_ARCH_X86"),
    /** Told from X86_64 only by bit 30 of the number. */
    X32(0xC000003E, "SCMP_ARCH_X32"),
    AARCH64(0xC00000B7, "SCMP_ARCH_AARCH64"),
    /** 32-bit programs on aarch64. */
    ARM(0x40000028, "SCMP_ARCH_ARM");

    static final int X32_BIT = 0x40000000;

    private final int audit;
    private final String profileName;

    Abi(int audit, String profileName) {
        this.audit = audit;
        this.profileName = profileName;
    }

    /** AUDIT_ARCH_* of linux/audit.h, in struct seccomp_data. */
    public int audit() {
        return audit;
    }

    /** As seccomp profiles spell it. */
    public String profileName() {
        return profileName;
    }

    /** The native one first, then those that the same machine also runs. */
    public static List<Abi> of(Arch arch) {
        return switch (arch) {
            case X86_64 -> List.of(X86_64, I386, X32);
            case AARCH64 -> List.of(AARCH64, ARM);
        };
    }

    /** A system call's number, without {@link #X32_BIT}; empty where this ABI does not have it. */
    public OptionalInt number(String syscall) {
        var found = Numbers.BY_ABI.get(this).get(syscall);
        return found == null ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /** Whether any ABI knows a call of this name. */
    public static boolean isSyscall(String name) {
        return Numbers.BY_ABI.values().stream().anyMatch(m -> m.containsKey(name));
    }

    private static final class Numbers {
        static final Map<Abi, Map<String, Integer>> BY_ABI = read();

        private static Map<Abi, Map<String, Integer>> read() {
            var all = new EnumMap<Abi, Map<String, Integer>>(Abi.class);
            for (var abi : values()) {
                all.put(abi, new HashMap<>(1024));
            }
            try (var in = Abi.class.getResourceAsStream("syscalls.txt");
                    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
                for (String line; (line = lines.readLine()) != null; ) {
                    if (!line.startsWith("#")) {
                        var columns = line.split(" ");
                        for (var abi : values()) {
                            var number = columns[1 + abi.ordinal()];
                            if (!number.equals("-")) {
                                all.get(abi).put(columns[0], Integer.valueOf(number));
                            }
                        }
                    }
                }
            } catch (IOException broken) {
                throw new UncheckedIOException("read syscalls.txt", broken);
            }
            return all;
        }
    }
}
