package dev.sampan.engine.cgroup;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.LinuxResources;
import dev.sampan.linux.cgroup.Directory;
import dev.sampan.linux.cgroup.Hierarchies.V2;
import dev.sampan.linux.cgroup.v2.Core;
import dev.sampan.linux.cgroup.v2.Cpu;
import dev.sampan.linux.cgroup.v2.Cpuset;
import dev.sampan.linux.cgroup.v2.Devices;
import dev.sampan.linux.cgroup.v2.Freezer;
import dev.sampan.linux.cgroup.v2.Io;
import dev.sampan.linux.cgroup.v2.Memory;
import dev.sampan.linux.cgroup.v2.Pids;
import java.time.Duration;
import java.util.List;

/** One group of the unified hierarchy. */
record V2Group(String path, V2 hierarchy, MadeParents parents) implements Cgroup {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Override
    public Join join() {
        return new Join.Directory(directory().path());
    }

    private Directory directory() {
        return hierarchy.directory(path);
    }

    @Override
    public void update(Resources r) {
        var d = directory();
        memory(new Memory(d), r);
        cpu(new Cpu(d), r);
        var cpuset = new Cpuset(d);
        r.cpus().ifPresent(cpuset::cpus);
        r.mems().ifPresent(cpuset::mems);
        r.pids().ifPresent(n -> new Pids(d).max(n < 0 ? Directory.MAX : n));
        r.blockIo().ifPresent(io -> blockIo(new Io(d), io));
        if (!r.devices().isEmpty()) {
            new Devices(d).set(DeviceRules.reduced(r.devices()));
        }
    }

    private static void memory(Memory m, Resources r) {
        if (r.swap().isPresent() && m.countsSwap()) {
            m.swapMax(swapAlone(r.swap().getAsLong(), r.memory().orElse(0)));
        }
        r.memory().ifPresent(n -> m.max(n < 0 ? Directory.MAX : n));
        r.reservation().ifPresent(n -> m.low(n < 0 ? Directory.MAX : n));
    }

    /** The OCI value is memory and swap together, v2's is swap alone. */
    static long swapAlone(long together, long memory) {
        if (together < 0) {
            return Directory.MAX;
        }
        if (together == 0) {
            return 0;
        }
        if (memory <= 0) {
            throw new InvalidRequest("unable to set swap limit without memory limit");
        }
        if (together < memory) {
            throw new InvalidRequest("memory+swap limit should be >= memory limit");
        }
        return together - memory;
    }

    private static void blockIo(Io to, LinuxResources.BlockIo io) {
        if (io.weight() != null) {
            to.weight(io.weight());
        }
        io.weightDevice().forEach(d -> to.weight(d.major(), d.minor(), d.weight()));
        io.throttleReadBpsDevice().forEach(d -> to.max(d.major(), d.minor(), "rbps", d.rate()));
        io.throttleWriteBpsDevice().forEach(d -> to.max(d.major(), d.minor(), "wbps", d.rate()));
        io.throttleReadIOPSDevice().forEach(d -> to.max(d.major(), d.minor(), "riops", d.rate()));
        io.throttleWriteIOPSDevice().forEach(d -> to.max(d.major(), d.minor(), "wiops", d.rate()));
    }

    private static void cpu(Cpu c, Resources r) {
        r.cpuShares().ifPresent(s -> c.weight(weight(s)));
        if (r.cpuQuota().isPresent() || r.cpuPeriod().isPresent()) {
            var present = c.max();
            long quota = r.cpuQuota().orElse(present[0]);
            c.max(quota <= 0 ? Directory.MAX : quota, r.cpuPeriod().orElse(present[1]));
        }
    }

    /**
     * A weight for v1's shares, as the OCI runtimes compute it since runc 1.3.2: 2 is 1, 1024 is 100, 262144 is 10000, and between them a
     * quadratic through the logarithms.
     */
    static long weight(long shares) {
        if (shares == 0) {
            return 0;
        }
        if (shares <= 2) {
            return 1;
        }
        if (shares >= 262144) {
            return 10000;
        }
        double l = Math.log((double) shares) / Math.log(2);
        double exponent = (l * l + 125 * l) / 612.0 - 7.0 / 34.0;
        return (long) Math.ceil(Math.pow(10, exponent));
    }

    @Override
    public void freeze() {
        var freezer = new Freezer(directory());
        freezer.freeze();
        if (!Waiting.until(LONGEST, freezer::frozen)) {
            freezer.thaw();
            throw new SystemFailure("unable to freeze " + path + ": a process does not stop");
        }
    }

    @Override
    public void thaw() {
        new Freezer(directory()).thaw();
    }

    @Override
    public boolean frozen() {
        return new Freezer(directory()).frozen();
    }

    @Override
    public List<Integer> pids() {
        return directory().processes();
    }

    @Override
    public void kill() {
        if (directory().exists()) {
            new Core(directory()).kill();
        }
    }

    @Override
    public Statistics statistics() {
        var d = directory();
        var cpu = new Cpu(d).stat();
        var memory = new Memory(d);
        var pids = new Pids(d);
        var io = new Io(d);
        return new Statistics(
                1000 * cpu.getOrDefault("usage_usec", 0L),
                1000 * cpu.getOrDefault("user_usec", 0L),
                1000 * cpu.getOrDefault("system_usec", 0L),
                cpu.getOrDefault("nr_periods", 0L),
                cpu.getOrDefault("nr_throttled", 0L),
                1000 * cpu.getOrDefault("throttled_usec", 0L),
                memory.usage(),
                memory.inactiveFile(),
                memory.max(),
                pids.current(),
                pids.max(),
                io.sum("rbytes"),
                io.sum("wbytes"));
    }

    @Override
    public long oomKills() {
        return new Memory(directory()).oomKills();
    }

    @Override
    public void delete() {
        if (!directory().remove()) {
            kill();
            if (!Waiting.until(
                    LONGEST,
                    () -> !new Core(directory()).populated() && directory().removeTree())) {
                throw new SystemFailure("unable to remove cgroup " + directory().path() + ": it is busy");
            }
        }
        parents.removeAbove(List.of(directory()));
    }
}
