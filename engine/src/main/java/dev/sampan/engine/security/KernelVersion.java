package dev.sampan.engine.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The first two numbers of a kernel's version. */
record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4}).*", Pattern.DOTALL);

    /** @throws IllegalArgumentException for a text that does not begin with two numbers */
    static KernelVersion parse(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("not a kernel version: " + text);
        }
        return new KernelVersion(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
    }

    static KernelVersion running() {
        return Running.VERSION;
    }

    @Override
    public int compareTo(KernelVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    private static final class Running {
        static final KernelVersion VERSION = read();

        private static KernelVersion read() {
            try {
                return parse(Files.readString(Path.of("/proc/sys/kernel/osrelease")));
            } catch (IOException unreadable) {
                throw new UncheckedIOException("read /proc/sys/kernel/osrelease", unreadable);
            }
        }
    }
}
