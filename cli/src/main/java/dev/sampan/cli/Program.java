package dev.sampan.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What surrounds the command: its name in messages, its streams, its environment. Tests give their own.
 *
 * @param name "sampan", or what the launcher was called through a link
 */
public record Program(String name, InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    public String environment(String key) {
        return environment.getOrDefault(key, "");
    }
}
