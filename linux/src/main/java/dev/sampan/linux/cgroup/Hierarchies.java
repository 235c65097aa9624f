package dev.sampan.linux.cgroup;

import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The cgroup file systems that are mounted, in mount order, the first mount of each.
 *
 * @param v1 each with the controllers that are bound to it
 * @param v2 the unified hierarchy; on a hybrid host it is there, but its controllers are bound to v1
 */
public record Hierarchies(List<V1> v1, Optional<V2> v2) {

    /**
     * @param controllers {@code cpu}, {@code cpuacct}; a named hierarchy has {@code name=systemd} alone
     * @param mount where it is mounted
     */
    public record V1(Set<String> controllers, String mount) {
        public Directory directory(String group) {
            return new Directory(mount + group);
        }

        public boolean has(String controller) {
            return controllers.contains(controller);
        }
    }

    public record V2(String mount) {
        public Directory directory(String group) {
            return new Directory(mount + group);
        }

        /** Those that v1 does not hold. */
        public Set<String> controllers() {
            return words(new Directory(mount).find("cgroup.controllers").orElse(""));
        }
    }

    public Hierarchies {
        v1 = List.copyOf(v1);
    }

    /** Whether limits are set on v2: when no v1 hierarchy holds a controller. */
    public boolean unified() {
        return v2.isPresent()
                && v1.stream().allMatch(h -> h.controllers().stream().allMatch(c -> c.startsWith("name=")));
    }

    /** The v1 hierarchy that a controller is bound to. */
    public Optional<V1> with(String controller) {
        return v1.stream().filter(h -> h.has(controller)).findFirst();
    }

    /** Those of this process's mount namespace. */
    public static Hierarchies ofThisHost() {
        return parse(text("/proc/self/mountinfo"), text("/proc/cgroups"));
    }

    private static String text(String path) {
        try (Fd fd = Files.open(path, Files.O_RDONLY)) {
            return new String(Content.readAll(fd.number()), StandardCharsets.UTF_8);
        }
    }

    /**
     * @param mountinfo see proc_pid_mountinfo(5)
     * @param cgroups {@code /proc/cgroups}: tells a controller's name from a mount option
     */
    public static Hierarchies parse(String mountinfo, String cgroups) {
        var known = new LinkedHashSet<String>();
        cgroups.lines().filter(l -> !l.startsWith("#")).forEach(l -> known.add(l.split("\\s")[0]));
        var v1 = new ArrayList<V1>();
        Optional<V2> v2 = Optional.empty();
        for (var line : mountinfo.lines().toList()) {
            int separator = line.indexOf(" - ");
            if (separator < 0) {
                continue;
            }
            var left = line.substring(0, separator).split(" ");
            var right = line.substring(separator + 3).split(" ");
            var mount = unescaped(left[4]);
            if (right[0].equals("cgroup2") && v2.isEmpty()) {
                v2 = Optional.of(new V2(mount));
            } else if (right[0].equals("cgroup")) {
                var controllers = new LinkedHashSet<String>();
                for (var option : right[2].split(",")) {
                    if (known.contains(option) || option.startsWith("name=")) {
                        controllers.add(option);
                    }
                }
                if (v1.stream().noneMatch(h -> h.controllers().equals(controllers))) {
                    v1.add(new V1(controllers, mount));
                }
            }
        }
        return new Hierarchies(v1, v2);
    }

    static Set<String> words(String text) {
        return text.isBlank()
                ? Set.of()
                : new LinkedHashSet<>(List.of(text.strip().split("\\s+")));
    }

    /** Spaces and the like are octal in mountinfo. */
    private static String unescaped(String text) {
        return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }
}
