package dev.sampan.engine.image;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.oci.Platform;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A platform as people write it, {@code linux/arm64/v8}, {@code arm64}, {@code linux}. */
public final class PlatformText {

    private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Set<String> SYSTEMS =
            Set.of("linux", "windows", "darwin", "freebsd", "netbsd", "openbsd", "solaris", "plan9", "aix", "android");
    private static final Set<String> ARCHITECTURES = Set.of(
            "386",
            "amd64",
            "arm",
            "arm64",
            "ppc64",
            "ppc64le",
            "mips",
            "mipsle",
            "mips64",
            "mips64le",
            "riscv64",
            "s390x",
            "loong64",
            "wasm");

    private PlatformText() {}

    /** Throws EngineException.InvalidRequest with the text of containerd's parser. */
    public static Platform parse(String text) {
        String[] parts = text.split("/", 4);
        for (String part : parts) {
            if (!COMPONENT.matcher(part).matches()) {
                throw new InvalidRequest("\"" + part + "\" is an invalid component of \"" + text
                        + "\": platform specifier component must match \"^[A-Za-z0-9_.-]+$\": invalid argument");
            }
        }
        String first = parts[0].toLowerCase(Locale.ROOT);
        return switch (parts.length) {
            case 1 -> alone(text, first);
            case 2 -> new Platform(first, architecture(parts[1]));
            case 3 -> new Platform(first, architecture(parts[1]), parts[2].toLowerCase(Locale.ROOT), "");
            default -> throw new InvalidRequest("\"" + text + "\": cannot parse platform specifier: invalid argument");
        };
    }

    private static Platform alone(String text, String word) {
        if (SYSTEMS.contains(word)) {
            return new Platform(word, Platform.host().architecture());
        }
        if (ARCHITECTURES.contains(architecture(word))) {
            return new Platform("linux", architecture(word));
        }
        throw new InvalidRequest("\"" + text + "\": unknown operating system or architecture: invalid argument");
    }

    private static String architecture(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "i386" -> "386";
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "armhf", "armel" -> "arm";
            default -> word.toLowerCase(Locale.ROOT);
        };
    }
}
