package dev.sampan.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the process was given, as UTF-8: in the C locale the JVM replaces every other byte by U+FFFD, and /proc still has it. */
final class Arguments {
    private Arguments() {}

    static List<String> decoded(String[] arguments) {
        List<String> given = Arrays.asList(arguments);
        if (given.stream().noneMatch(argument -> argument.indexOf('\uFFFD') >= 0)) {
            return given;
        }
        List<String> all = strings("/proc/self/cmdline");
        return all.size() < given.size() ? given : all.subList(all.size() - given.size(), all.size());
    }

    static Map<String, String> environment() {
        Map<String, String> given = System.getenv();
        if (given.values().stream().noneMatch(value -> value.indexOf('\uFFFD') >= 0)) {
            return given;
        }
        var all = new LinkedHashMap<String, String>(given);
        for (String entry : strings("/proc/self/environ")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                all.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return all;
    }

    private static List<String> strings(String file) {
        try {
            String text = new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
            return List.of((text.endsWith("\0") ? text.substring(0, text.length() - 1) : text).split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }
}
