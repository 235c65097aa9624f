package dev.sampan.linux.cgroup.v1;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v1/blkio-controller.rst. */
public record Blkio(Directory group) {

    /** Bytes moved by an operation, {@code Read} or {@code Write}, over all devices. */
    public long bytes(String operation) {
        return group.find("blkio.throttle.io_service_bytes_recursive")
                .orElse("")
                .lines()
                .map(l -> l.split(" "))
                .filter(f -> f.length == 3 && f[1].equals(operation))
                .mapToLong(f -> Long.parseLong(f[2]))
                .sum();
    }
}
