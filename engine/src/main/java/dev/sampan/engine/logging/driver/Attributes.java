package dev.sampan.engine.logging.driver;

import dev.sampan.engine.logging.LogOptions;
import dev.sampan.engine.logging.LogTarget;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the options labels, env and tag put into every entry. */
final class Attributes {

    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*\\.(\\w+)\\s*}}");
    private static final int SHORT_ID = 12;

    private Attributes() {}

    static Map<String, String> of(LogTarget target, Map<String, String> options) {
        var result = new TreeMap<String, String>();
        pick(target.labels(), options, "labels", result);
        var env = new LinkedHashMap<String, String>();
        for (var entry : target.env()) {
            int equals = entry.indexOf('=');
            if (equals >= 0) {
                env.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        pick(env, options, "env", result);
        var tag = tag(options.getOrDefault("tag", ""), target);
        if (!tag.isEmpty()) {
            result.put("tag", tag);
        }
        return result;
    }

    private static void pick(
            Map<String, String> from, Map<String, String> options, String option, Map<String, String> into) {
        for (var name : options.getOrDefault(option, "").split(",")) {
            if (from.containsKey(name)) {
                into.put(name, from.get(name));
            }
        }
        var expression = options.getOrDefault(option + "-regex", "");
        if (!expression.isEmpty()) {
            Predicate<String> matches = pattern(expression).asPredicate();
            from.forEach((name, value) -> {
                if (matches.test(name)) {
                    into.put(name, value);
                }
            });
        }
    }

    private static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException bad) {
            throw LogOptions.refused("error parsing regexp: " + bad.getDescription() + ": `" + expression + "`");
        }
    }

    /** Of Docker's template language the fields. */
    private static String tag(String template, LogTarget target) {
        return FIELD.matcher(template)
                .replaceAll(m -> java.util.regex.Matcher.quoteReplacement(
                        switch (m.group(1)) {
                            case "ID" -> shortened(target.containerId());
                            case "FullID" -> target.containerId();
                            case "Name" -> target.containerName().replaceFirst("^/", "");
                            case "ImageID" -> shortened(target.imageId().replaceFirst("^sha256:", ""));
                            case "ImageFullID" -> target.imageId();
                            case "ImageName" -> target.imageName();
                            case "DaemonName" -> "docker";
                            default ->
                                throw LogOptions.refused("can't evaluate field " + m.group(1) + " in type logger.Info");
                        }));
    }

    private static String shortened(String id) {
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    /** An object, or an empty text when there are none. */
    static String json(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            return "";
        }
        var out = new StringBuilder("{");
        attributes.forEach((name, value) -> out.append(out.length() > 1 ? "," : "")
                .append(quoted(name))
                .append(':')
                .append(quoted(value)));
        return out.append('}').toString();
    }

    private static String quoted(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return '"' + JsonLineEncoder.escaped(bytes) + '"';
    }
}
