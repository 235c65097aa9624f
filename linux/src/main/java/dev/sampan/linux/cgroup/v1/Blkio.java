package dev.sampan.linux.cgroup.v1;

import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v1/blkio-controller.rst. */
public record Blkio(Directory group) {

    /** Writes blkio.bfq.weight (Linux 4.12), 1 to 1000; blkio.weight went with the CFQ scheduler in Linux 5.0. */
    public void weight(int weight) {
        group.write("blkio.bfq.weight", weight);
    }

    /**
     * Writes blkio.bfq.weight_device (Linux 5.4); with 0 the disk has none of its own any more. ENODEV where the disk has another
     * scheduler than BFQ.
     */
    public void weight(long major, long minor, int weight) {
        group.write("blkio.bfq.weight_device", major + ":" + minor + " " + (weight == 0 ? "default" : weight));
    }

    /** Writes blkio.throttle.read_bps_device, bytes a second; 0 is no limit. ENODEV for a partition and for what is no disk. */
    public void readBytes(long major, long minor, long rate) {
        throttle("read_bps", major, minor, rate);
    }

    /** Writes blkio.throttle.write_bps_device. */
    public void writeBytes(long major, long minor, long rate) {
        throttle("write_bps", major, minor, rate);
    }

    /** Writes blkio.throttle.read_iops_device, operations a second. */
    public void reads(long major, long minor, long rate) {
        throttle("read_iops", major, minor, rate);
    }

    /** Writes blkio.throttle.write_iops_device. */
    public void writes(long major, long minor, long rate) {
        throttle("write_iops", major, minor, rate);
    }

    private void throttle(String what, long major, long minor, long rate) {
        group.write("blkio.throttle." + what + "_device", major + ":" + minor + " " + rate);
    }

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
