package dev.sampan.linux.cgroup.v2;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v2.rst, IO. */
public record Io(Directory group) {

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
