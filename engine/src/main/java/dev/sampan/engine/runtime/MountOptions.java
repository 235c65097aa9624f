package dev.sampan.engine.runtime;

import static dev.sampan.linux.syscall.Mounts.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Options of mount(8) and of the OCI runtime spec, sorted by what the kernel wants of them.
 *
 * @param set MOUNT_ATTR_* of this mount
 * @param clear MOUNT_ATTR_* taken off a bind that inherits them
 * @param recursiveSet the same for the mounts below it too ({@code rro})
 * @param recursiveClear likewise
 * @param propagation MS_PRIVATE, MS_SLAVE, MS_SHARED or MS_UNBINDABLE
 * @param propagationRecursive for the mounts below it too
 * @param flags of the file system itself ({@code sync}, {@code lazytime})
 * @param data its {@code key=value} options, in order
 */
record MountOptions(
        long set,
        long clear,
        long recursiveSet,
        long recursiveClear,
        Optional<Long> propagation,
        boolean propagationRecursive,
        boolean recursive,
        List<String> flags,
        List<String> data) {

    /** Positive spelling sets the bit, negative clears it. */
    private static final Map<String, Long> ATTRIBUTES = Map.of(
            "ro", (long) MOUNT_ATTR_RDONLY,
            "nosuid", (long) MOUNT_ATTR_NOSUID,
            "nodev", (long) MOUNT_ATTR_NODEV,
            "noexec", (long) MOUNT_ATTR_NOEXEC,
            "nodiratime", (long) MOUNT_ATTR_NODIRATIME,
            "nosymfollow", (long) MOUNT_ATTR_NOSYMFOLLOW);

    private static final Map<String, Long> CLEARED = Map.of(
            "rw", (long) MOUNT_ATTR_RDONLY,
            "suid", (long) MOUNT_ATTR_NOSUID,
            "dev", (long) MOUNT_ATTR_NODEV,
            "exec", (long) MOUNT_ATTR_NOEXEC,
            "diratime", (long) MOUNT_ATTR_NODIRATIME,
            "symfollow", (long) MOUNT_ATTR_NOSYMFOLLOW);

    /** One of three: the others are cleared with MOUNT_ATTR__ATIME. */
    private static final Map<String, Long> ACCESS_TIME = Map.of(
            "relatime", 0L,
            "noatime", (long) MOUNT_ATTR_NOATIME,
            "strictatime", (long) MOUNT_ATTR_STRICTATIME,
            "norelatime", 0L,
            "atime", 0L,
            "nostrictatime", 0L);

    private static final Map<String, Long> PROPAGATION =
            Map.of("private", MS_PRIVATE, "slave", MS_SLAVE, "shared", MS_SHARED, "unbindable", MS_UNBINDABLE);

    private static final List<String> SUPERBLOCK = List.of("sync", "dirsync", "lazytime", "mand", "silent");

    /** Defaults that need no word to the kernel; {@code newinstance} of devpts is always so since Linux 4.7. */
    private static final List<String> NOTHING = List.of(
            "defaults", "bind", "rbind", "async", "newinstance", "loud", "nomand", "nolazytime", "noiversion", "acl");

    static MountOptions parse(List<String> options) {
        var parsed = new Parsed();
        options.forEach(parsed::add);
        return parsed.done(options.contains("rbind"));
    }

    /** Whether a bind's own attributes differ from those of its source. */
    boolean changesAttributes() {
        return set != 0 || clear != 0;
    }

    private static final class Parsed {
        private long set;
        private long clear;
        private long recursiveSet;
        private long recursiveClear;
        private Optional<Long> propagation = Optional.empty();
        private boolean propagationRecursive;
        private final List<String> flags = new ArrayList<>();
        private final List<String> data = new ArrayList<>();

        void add(String option) {
            if (NOTHING.contains(option) || attribute(option) || propagation(option) || recursive(option)) {
                return;
            }
            if (SUPERBLOCK.contains(option)) {
                flags.add(option);
            } else if (!option.isEmpty()) {
                data.add(option);
            }
        }

        private boolean attribute(String option) {
            Long bit = ATTRIBUTES.get(option);
            Long off = CLEARED.get(option);
            Long time = ACCESS_TIME.get(option);
            if (bit != null) {
                set |= bit;
                clear &= ~bit;
            } else if (off != null) {
                clear |= off;
                set &= ~off;
            } else if (time != null) {
                set = set & ~MOUNT_ATTR__ATIME | time;
                clear |= MOUNT_ATTR__ATIME;
            }
            return bit != null || off != null || time != null;
        }

        private boolean propagation(String option) {
            boolean recursively = option.startsWith("r") && PROPAGATION.containsKey(option.substring(1));
            Long type = PROPAGATION.get(recursively ? option.substring(1) : option);
            if (type == null) {
                return false;
            }
            propagation = Optional.of(type);
            propagationRecursive = recursively;
            return true;
        }

        private boolean recursive(String option) {
            Long bit = option.startsWith("r") ? ATTRIBUTES.get(option.substring(1)) : null;
            Long off = option.startsWith("r") ? CLEARED.get(option.substring(1)) : null;
            if (bit != null) {
                recursiveSet |= bit;
            } else if (off != null) {
                recursiveClear |= off;
            }
            return bit != null || off != null;
        }

        MountOptions done(boolean recursive) {
            return new MountOptions(
                    set,
                    clear,
                    recursiveSet,
                    recursiveClear,
                    propagation,
                    propagationRecursive,
                    recursive,
                    List.copyOf(flags),
                    List.copyOf(data));
        }
    }
}
