package dev.sampan.linux.proc;

import java.util.regex.Pattern;

/** A kernel release, as far as features depend on it. */
public record KernelVersion(int major, int minor, String release) implements Comparable<KernelVersion> {
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);

    private static final class Host {
        private static final KernelVersion VERSION =
                parse(ProcFile.read("/proc/sys/kernel/osrelease").strip());
    }

    /** Of the running kernel. */
    public static KernelVersion host() {
        return Host.VERSION;
    }

    /** @throws IllegalArgumentException for a text that does not begin with two numbers */
    public static KernelVersion parse(String release) {
        var match = RELEASE.matcher(release);
        if (!match.matches()) throw new IllegalArgumentException("not a kernel release: " + release);
        return new KernelVersion(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)), release);
    }

    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }

    @Override
    public int compareTo(KernelVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return release;
    }
}
