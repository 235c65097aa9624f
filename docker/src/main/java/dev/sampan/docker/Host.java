package dev.sampan.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What the host says of itself: its kernel, distribution, memory and environment. */
final class Host {

    private Host() {}

    /** Go's word, where the JVM has the kernel's. */
    static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : name;
    }

    static String kernelVersion() {
        return line("/proc/sys/kernel/osrelease");
    }

    static String environment(String name) {
        String upper = System.getenv(name);
        String lower = System.getenv(name.toLowerCase(Locale.ROOT));
        return upper != null ? upper : lower != null ? lower : "";
    }

    static long memoryTotal() {
        return lines("/proc/meminfo")
                .filter(l -> l.startsWith("MemTotal:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    static String osRelease(String key, String otherwise) {
        return lines("/etc/os-release")
                .filter(l -> l.startsWith(key + "="))
                .map(l -> l.substring(key.length() + 1).replace("\"", ""))
                .findFirst()
                .orElse(otherwise);
    }

    static int entries(String directory) {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException("list " + directory, e);
        }
    }

    static String line(String file) {
        return lines(file).findFirst().orElse("");
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readString(Path.of(file)).lines();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
