package dev.sampan.linux.cgroup.v2;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v2.rst, IO. */
public record Io(Directory group) {

    /** Writes io.bfq.weight, 1 to 1000, or else io.weight, 1 to 10000. */
    public void weight(int weight) {
        if (group.has("io.bfq.weight")) {
            group.write("io.bfq.weight", weight);
        } else {
            group.write("io.weight", converted(weight));
        }
    }

    /** The same for one disk; with 0 it has none of its own any more. */
    public void weight(long major, long minor, int weight) {
        boolean bfq = group.has("io.bfq.weight");
        String value = weight == 0 ? "default" : String.valueOf(bfq ? weight : converted(weight));
        group.write(bfq ? "io.bfq.weight" : "io.weight", major + ":" + minor + " " + value);
    }

    /** From 10 to 1000 to 1 to 10000, as runc does. */
    private static long converted(int weight) {
        return 1 + (weight - 10) * 9999L / 990;
    }

    /**
     * Writes io.max.
     *
     * @param what rbps, wbps, riops or wiops
     * @param rate a second; 0 is no limit
     */
    public void max(long major, long minor, String what, long rate) {
        group.write("io.max", major + ":" + minor + " " + what + "=" + (rate == 0 ? "max" : Long.toString(rate)));
    }

    /** Sum of a field of io.stat over all devices: {@code rbytes}, {@code wbytes}. */
    public long sum(String field) {
        return group.find("io.stat")
                .orElse("")
                .lines()
                .flatMap(l -> java.util.Arrays.stream(l.split(" ")))
                .filter(f -> f.startsWith(field + "="))
                .mapToLong(f -> Long.parseLong(f.substring(field.length() + 1)))
                .sum();
    }
}
