package dev.sampan.cli.container;

import dev.sampan.cli.Failure;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code --security-opt}; a seccomp profile is a file of the client's, so the client reads it. */
final class SecurityOptions {
    private SecurityOptions() {}

    static List<String> read(List<String> given) throws IOException {
        var out = new ArrayList<String>();
        for (String option : given) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            String value = option.substring(equals + 1);
            if (equals < 0 && !option.equals("no-new-privileges") && !option.contains(":")
                    || option.equals("seccomp=")) {
                throw new Failure("Invalid --security-opt: \"" + option + "\"");
            }
            if (option.equals("systempaths=unconfined")) {
                continue;
            }
            boolean file =
                    key.equals("seccomp") && equals >= 0 && !value.equals("unconfined") && !value.equals("builtin");
            out.add(file ? "seccomp=" + profile(value) : option);
        }
        return out;
    }

    /** Whether /proc is to be shown whole. */
    static boolean unmaskedPaths(List<String> given) {
        return given.contains("systempaths=unconfined");
    }

    private static String profile(String file) throws IOException {
        byte[] json;
        try {
            json = Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new Failure(
                    "opening seccomp profile (" + file + ") failed: open " + file + ": no such file or directory");
        }
        try {
            return Json.write(Json.parse(json));
        } catch (IOException e) {
            throw new Failure("compacting json for seccomp profile (" + file + ") failed: " + e.getMessage());
        }
    }
}
