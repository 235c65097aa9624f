package dev.sampan.engine.container.mount;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import java.util.List;
import java.util.Set;

/**
 * One entry of HostConfig.Binds: {@code /host:/container:mode}, {@code volume:/container:mode}, {@code /container}. Docker finds
 * faults of its form late and answers 500.
 *
 * @param source a cleaned path of the host, a volume's name, or empty for an anonymous volume
 * @param mode the words as given
 * @param propagation empty when the mode names none
 */
record BindSpec(String source, String destination, String mode, boolean readOnly, String propagation, boolean noCopy) {

    private static final List<Set<String>> GROUPS = List.of(
            Set.of("rw", "ro"),
            Set.of("z", "Z"),
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave"),
            Set.of("nocopy"),
            Set.of("consistent", "cached", "delegated", "default"));

    public static BindSpec parse(String text) {
        String[] parts = text.split(":", -1);
        boolean twoWithMode = parts.length == 2 && isMode(parts[1]);
        if (parts.length > 3 || parts[0].isEmpty() || parts.length > 1 && parts[1].isEmpty() || twoWithMode) {
            throw malformed(text, "");
        }
        String mode = parts.length == 3 ? parts[2] : "";
        if (!mode.isEmpty() && !isMode(mode)) {
            throw new SystemFailure("invalid mode: " + mode);
        }
        String source = parts.length == 1 ? "" : parts[0];
        String destination = parts.length == 1 ? parts[0] : parts[1];
        boolean bind = source.startsWith("/");
        List<String> words = List.of(mode.split(","));
        String propagation =
                words.stream().filter(GROUPS.get(2)::contains).findFirst().orElse("");
        boolean noCopy = words.contains("nocopy");
        String type = bind ? "bind" : "volume";
        try {
            CheckMounts.destination(destination);
            if (!bind && !propagation.isEmpty()) {
                throw new InvalidRequest("field BindOptions must not be specified");
            }
            if (bind && noCopy) {
                throw new InvalidRequest("field VolumeOptions must not be specified");
            }
        } catch (InvalidRequest e) {
            throw malformed(text, ": invalid mount config for type \"" + type + "\": " + e.getMessage());
        }
        return new BindSpec(
                bind ? CheckMounts.clean(source) : source,
                CheckMounts.clean(destination),
                mode,
                words.contains("ro"),
                propagation,
                noCopy);
    }

    private static SystemFailure malformed(String text, String why) {
        return new SystemFailure("invalid volume specification: '" + text + "'" + why);
    }

    private static boolean isMode(String text) {
        var counts = new int[GROUPS.size()];
        for (String word : text.split(",", -1)) {
            boolean known = false;
            for (int i = 0; i < counts.length; i++) {
                if (GROUPS.get(i).contains(word)) {
                    known = true;
                    if (++counts[i] > 1) {
                        return false;
                    }
                }
            }
            if (!known) {
                return false;
            }
        }
        return true;
    }

    boolean isBind() {
        return source.startsWith("/");
    }
}
