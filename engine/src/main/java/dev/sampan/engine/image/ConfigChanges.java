package dev.sampan.engine.image;

import dev.sampan.engine.content.ImageSpecJson;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.image.ImageConfig.HealthCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The {@code --change} instructions of import and commit: those of a Dockerfile that touch the configuration alone.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/image/import/">docker import --change</a>
 */
final class ConfigChanges {

    private static final Set<String> VALID = Set.of(
            "CMD",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "HEALTHCHECK",
            "LABEL",
            "ONBUILD",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");
    private static final List<String> SHELL = List.of("/bin/sh", "-c");
    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/([A-Za-z]+))?");
    private static final Pattern GO_DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");

    private final ConfigDraft draft;

    private ConfigChanges(ImageConfig from) {
        this.draft = new ConfigDraft(from);
    }

    /**
     * Throws EngineException.InvalidRequest {@code RUN is not a valid change command}, and for arguments that make no sense.
     *
     * @param changes one or several lines each
     */
    static ImageConfig apply(ImageConfig from, List<String> changes) {
        var lines = String.join("\n", changes).replace("\\\n", "").lines().map(String::strip);
        var instructions =
                lines.filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        for (String line : instructions) {
            if (!VALID.contains(verb(line))) {
                throw new InvalidRequest(verb(line) + " is not a valid change command");
            }
        }
        var work = new ConfigChanges(from);
        instructions.forEach(line -> work.apply(verb(line), arguments(line)));
        return work.draft.finish();
    }

    private static String verb(String line) {
        return line.split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
    }

    private static String arguments(String line) {
        String[] parts = line.split("\\s+", 2);
        return parts.length < 2 ? "" : parts[1].strip();
    }

    private void apply(String verb, String arguments) {
        switch (verb) {
            case "CMD" -> draft.cmd = Optional.of(command(arguments));
            case "ENTRYPOINT" -> draft.entrypoint = Optional.of(command(arguments));
            case "ENV" -> pairs("ENV", arguments).forEach(pair -> draft.env(pair[0], expand(pair[1])));
            case "LABEL" ->
                pairs("LABEL", arguments).forEach(pair -> draft.labels.put(expand(pair[0]), expand(pair[1])));
            case "EXPOSE" -> words(arguments).forEach(this::expose);
            case "HEALTHCHECK" -> draft.healthcheck = Optional.of(healthCheck(arguments));
            case "ONBUILD" -> draft.onBuild.add(arguments);
            case "STOPSIGNAL" -> draft.stopSignal = StopSignal.checked(expand(arguments));
            case "USER" -> draft.user = expand(required("USER", arguments));
            case "VOLUME" ->
                draft.volumes.addAll(jsonList(required("VOLUME", arguments)).orElseGet(() -> words(arguments)));
            case "WORKDIR" -> draft.workingDir = workingDir(expand(required("WORKDIR", arguments)));
            default -> throw new IllegalStateException("no case for " + verb);
        }
    }

    private List<String> words(String arguments) {
        return Words.split(arguments).stream().map(this::expand).toList();
    }

    private String expand(String word) {
        return Words.expand(word, draft.env());
    }

    private static String required(String verb, String arguments) {
        if (arguments.isEmpty()) {
            throw new InvalidRequest(verb + " requires at least one argument");
        }
        return arguments;
    }

    private static List<String> command(String arguments) {
        return jsonList(arguments)
                .orElseGet(() -> Stream.concat(
                                SHELL.stream(), Stream.of(arguments).filter(a -> !a.isEmpty()))
                        .toList());
    }

    /** {@code A=1 B=2}, or {@code A the rest}. */
    private static List<String[]> pairs(String verb, String arguments) {
        var pairs = new ArrayList<String[]>();
        List<String> words = Words.split(required(verb, arguments));
        if (!words.getFirst().contains("=")) {
            String[] two = arguments.split("\\s+", 2);
            if (two.length < 2) {
                throw new InvalidRequest(verb + " must have two arguments");
            }
            return List.<String[]>of(two);
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new InvalidRequest(
                        "Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
            }
            if (equals == 0) {
                throw new InvalidRequest(verb + " names can not be blank");
            }
            pairs.add(new String[] {word.substring(0, equals), word.substring(equals + 1)});
        }
        return pairs;
    }

    private void expose(String word) {
        var port = PORT.matcher(word);
        if (!port.matches() || Integer.parseInt(port.group(1)) > 65535) {
            throw new InvalidRequest("invalid containerPort: " + word.replaceFirst("/.*", ""));
        }
        String protocol = port.group(3) == null ? "tcp" : port.group(3).toLowerCase(Locale.ROOT);
        if (!Set.of("tcp", "udp", "sctp").contains(protocol)) {
            throw new InvalidRequest("invalid proto: " + protocol);
        }
        int first = Integer.parseInt(port.group(1));
        int last = port.group(2) == null ? first : Integer.parseInt(port.group(2));
        if (last < first || last > 65535) {
            throw new InvalidRequest("invalid containerPort: " + word.replaceFirst("/.*", ""));
        }
        for (int number = first; number <= last; number++) {
            draft.exposedPorts.add(number + "/" + protocol);
        }
    }

    private String workingDir(String path) {
        Path base = Path.of(draft.workingDir.isEmpty() ? "/" : draft.workingDir);
        return base.resolve(path).normalize().toString();
    }

    private static HealthCheck healthCheck(String arguments) {
        Duration interval = Duration.ZERO;
        Duration timeout = Duration.ZERO;
        Duration startPeriod = Duration.ZERO;
        Duration startInterval = Duration.ZERO;
        int retries = 0;
        String rest = arguments;
        while (rest.startsWith("--")) {
            String[] flag = rest.split("\\s+", 2)[0].split("=", 2);
            String value = flag.length < 2 ? "" : flag[1];
            switch (flag[0]) {
                case "--interval" -> interval = duration(value);
                case "--timeout" -> timeout = duration(value);
                case "--start-period" -> startPeriod = duration(value);
                case "--start-interval" -> startInterval = duration(value);
                case "--retries" -> retries = retries(value);
                default -> throw new InvalidRequest("unknown flag: " + flag[0].substring(2));
            }
            rest = arguments(rest);
        }
        return new HealthCheck(test(rest), interval, timeout, startPeriod, startInterval, retries);
    }

    private static List<String> test(String text) {
        String kind = verb(required("HEALTHCHECK", text));
        if (kind.equals("NONE")) {
            if (!arguments(text).isEmpty()) {
                throw new InvalidRequest("HEALTHCHECK NONE takes no arguments");
            }
            return List.of("NONE");
        }
        if (!kind.equals("CMD")) {
            throw new InvalidRequest("unknown type \"" + kind + "\" in HEALTHCHECK (try CMD)");
        }
        String command = arguments(text);
        if (command.isEmpty()) {
            throw new InvalidRequest("missing command after HEALTHCHECK CMD");
        }
        return jsonList(command)
                .map(args -> Stream.concat(Stream.of("CMD"), args.stream()).toList())
                .orElse(List.of("CMD-SHELL", command));
    }

    private static int retries(String value) {
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException e) {
            throw new InvalidRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax", e);
        }
    }

    private static Duration duration(String value) {
        var part = GO_DURATION.matcher(value);
        long nanos = 0;
        int end = 0;
        while (part.lookingAt()) {
            nanos += (long) (Double.parseDouble(part.group(1)) * nanosOf(part.group(2)));
            end = part.end();
            part.region(end, value.length());
        }
        if (end == 0 || end != value.length()) {
            throw new InvalidRequest("time: invalid duration \"" + value + "\"");
        }
        return Duration.ofNanos(nanos);
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }

    /** A JSON list of texts; empty when the text is something else, which then is a shell's line. */
    private static Optional<List<String>> jsonList(String text) {
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            JsonNode node = ImageSpecJson.parse(text.getBytes(StandardCharsets.UTF_8));
            boolean texts = node.isArray() && node.values().stream().allMatch(JsonNode::isString);
            return texts
                    ? Optional.of(
                            node.values().stream().map(JsonNode::stringValue).toList())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
