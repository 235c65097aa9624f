package dev.sampan.cli.container;

import dev.sampan.cli.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code -v}: a bind or a named volume has a colon, what has none is an anonymous volume. */
final class VolumeFlag {
    private VolumeFlag() {}

    static void sort(String given, List<String> binds, Map<String, Object> volumes) {
        if (given.isEmpty()) {
            throw new Failure("invalid empty volume spec");
        }
        if (!given.contains(":")) {
            volumes.put(given, Map.of());
            return;
        }
        String[] parts = given.split(":", -1);
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new Failure("invalid spec: " + given + ": empty section between colons");
            }
        }
        if (parts.length > 3) {
            throw new Failure("invalid spec: " + given + ": too many colons");
        }
        String source = parts[0];
        if (source.equals("~") || source.startsWith("~/")) {
            source = System.getProperty("user.home") + source.substring(1);
        }
        if (source.startsWith(".")) {
            source = Path.of(source).toAbsolutePath().normalize().toString();
        }
        binds.add(source + given.substring(parts[0].length()));
    }
}
