package dev.sampan.engine.security;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.spec.SecuritySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** capabilities(7), in the kernel's order: the ordinal is the bit. */
public enum Capability {
    CAP_CHOWN,
    CAP_DAC_OVERRIDE,
    CAP_DAC_READ_SEARCH,
    CAP_FOWNER,
    CAP_FSETID,
    CAP_KILL,
    CAP_SETGID,
    CAP_SETUID,
    CAP_SETPCAP,
    CAP_LINUX_IMMUTABLE,
    CAP_NET_BIND_SERVICE,
    CAP_NET_BROADCAST,
    CAP_NET_ADMIN,
    CAP_NET_RAW,
    CAP_IPC_LOCK,
    CAP_IPC_OWNER,
    CAP_SYS_MODULE,
    CAP_SYS_RAWIO,
    CAP_SYS_CHROOT,
    CAP_SYS_PTRACE,
    CAP_SYS_PACCT,
    CAP_SYS_ADMIN,
    CAP_SYS_BOOT,
    CAP_SYS_NICE,
    CAP_SYS_RESOURCE,
    CAP_SYS_TIME,
    CAP_SYS_TTY_CONFIG,
    CAP_MKNOD,
    CAP_LEASE,
    CAP_AUDIT_WRITE,
    CAP_AUDIT_CONTROL,
    CAP_SETFCAP,
    CAP_MAC_OVERRIDE,
    CAP_MAC_ADMIN,
    CAP_SYSLOG,
    CAP_WAKE_ALARM,
    CAP_BLOCK_SUSPEND,
    CAP_AUDIT_READ,
    CAP_PERFMON,
    CAP_BPF,
    CAP_CHECKPOINT_RESTORE;

    /** What a container's root has when nothing else is asked for. */
    public static final Set<Capability> DEFAULTS = Set.copyOf(EnumSet.of(
            CAP_CHOWN,
            CAP_DAC_OVERRIDE,
            CAP_FSETID,
            CAP_FOWNER,
            CAP_MKNOD,
            CAP_NET_RAW,
            CAP_SETGID,
            CAP_SETUID,
            CAP_SETFCAP,
            CAP_SETPCAP,
            CAP_NET_BIND_SERVICE,
            CAP_SYS_CHROOT,
            CAP_KILL,
            CAP_AUDIT_WRITE));

    private static final String ALL = "ALL";

    /** The bits of a set, as {@code /proc/PID/status} writes them in hexadecimal. */
    public static long mask(Collection<Capability> set) {
        return set.stream().mapToLong(c -> 1L << c.ordinal()).reduce(0, (a, b) -> a | b);
    }

    /** Names as the OCI runtime spec wants them, in the kernel's order. */
    public static List<String> names(Collection<Capability> set) {
        return set.stream().sorted().map(Enum::name).toList();
    }

    /**
     * The bounding set of a container. {@code --privileged} gives all; ALL among the added gives all but the dropped; ALL among the
     * dropped gives only the added; else the defaults without the dropped, and with the added, even one that is dropped too.
     *
     * @throws InvalidRequest for an unknown name, in Docker's words; the added ones are checked first
     */
    public static Set<Capability> granted(boolean privileged, List<String> add, List<String> drop) {
        var added = new Asked("CapAdd", add);
        var dropped = new Asked("CapDrop", drop);
        var result = EnumSet.noneOf(Capability.class);
        if (privileged || added.all) {
            result.addAll(Available.SET);
            if (!privileged) {
                result.removeAll(dropped.named);
            }
            return result;
        }
        if (!dropped.all) {
            result.addAll(DEFAULTS);
            result.removeAll(dropped.named);
        }
        result.addAll(added.named);
        return result;
    }

    /** The bounding set of a container: what its processes may ever have. */
    public static Set<Capability> granted(SecuritySpec spec) {
        return granted(spec.privileged(), spec.added(), spec.dropped());
    }

    /** Those that this process could hand on: what the kernel knows, within our own bounding set. */
    public static Set<Capability> available() {
        return EnumSet.copyOf(Available.SET);
    }

    /** By its name in the kernel's spelling, {@code CAP_CHOWN}. */
    public static Optional<Capability> named(String name) {
        for (var c : values()) {
            if (c.name().equals(name)) {
                return Optional.of(c);
            }
        }
        return Optional.empty();
    }

    private static final class Asked {
        final EnumSet<Capability> named = EnumSet.noneOf(Capability.class);
        boolean all;

        Asked(String field, List<String> names) {
            for (var given : names) {
                var name = given.toUpperCase(Locale.ROOT);
                if (name.equals(ALL)) {
                    all = true;
                    continue;
                }
                var full = name.startsWith("CAP_") ? name : "CAP_" + name;
                var found = Capability.named(full)
                        .orElseThrow(() -> new InvalidRequest(
                                "invalid " + field + ": unknown capability: " + GoText.quoted(full)));
                if (!Available.SET.contains(found)) {
                    throw new InvalidRequest("invalid " + field
                            + ": capability not supported by your kernel or not available in the current environment: "
                            + GoText.quoted(full));
                }
                named.add(found);
            }
        }
    }

    private static final class Available {
        static final EnumSet<Capability> SET = read();

        private static EnumSet<Capability> read() {
            try (var lines = Files.lines(Path.of("/proc/self/status"))) {
                var bits = lines.filter(l -> l.startsWith("CapBnd:"))
                        .mapToLong(l -> Long.parseUnsignedLong(l.substring(7).strip(), 16))
                        .findFirst()
                        .orElse(-1L);
                var set = EnumSet.noneOf(Capability.class);
                for (var c : values()) {
                    if ((bits >>> c.ordinal() & 1) != 0) {
                        set.add(c);
                    }
                }
                return set;
            } catch (IOException unreadable) {
                throw new java.io.UncheckedIOException("read /proc/self/status", unreadable);
            }
        }
    }
}
