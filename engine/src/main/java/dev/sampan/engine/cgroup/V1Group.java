package dev.sampan.engine.cgroup;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.LinuxResources;
import dev.sampan.linux.cgroup.Directory;
import dev.sampan.linux.cgroup.Hierarchies;
import dev.sampan.linux.cgroup.v1.Blkio;
import dev.sampan.linux.cgroup.v1.Cpu;
import dev.sampan.linux.cgroup.v1.Cpuacct;
import dev.sampan.linux.cgroup.v1.Cpuset;
import dev.sampan.linux.cgroup.v1.Devices;
import dev.sampan.linux.cgroup.v1.Freezer;
import dev.sampan.linux.cgroup.v1.Memory;
import dev.sampan.linux.cgroup.v1.Pids;
import dev.sampan.linux.syscall.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One group in each v1 hierarchy. */
record V1Group(String path, Hierarchies hierarchies, MadeParents parents) implements Cgroup {

    private static final int SIGKILL = 9;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Override
    public Join join() {
        return new Join.Tasks(
                hierarchies.v1().stream().map(this::tasks).toList(),
                hierarchies.with("pids").map(this::tasks));
    }

    private String tasks(Hierarchies.V1 hierarchy) {
        return hierarchy.directory(path).path() + "/tasks";
    }

    private Optional<Directory> group(String controller) {
        return hierarchies.with(controller).map(h -> h.directory(path));
    }

    @Override
    public void update(Resources r) {
        group("memory").ifPresent(d -> memory(new Memory(d), r));
        group("cpu").ifPresent(d -> cpu(new Cpu(d), r));
        group("cpuset").map(Cpuset::new).ifPresent(c -> {
            r.cpus().ifPresent(c::cpus);
            r.mems().ifPresent(c::mems);
        });
        group("pids").map(Pids::new).ifPresent(p -> r.pids().ifPresent(n -> p.max(n < 0 ? Directory.MAX : n)));
        r.blockIo().ifPresent(io -> group("blkio").map(Blkio::new).ifPresent(b -> blockIo(b, io)));
        if (!r.devices().isEmpty()) {
            group("devices").ifPresent(d -> new Devices(d).set(DeviceRules.reduced(r.devices())));
        }
    }

    /** The limit with swap is never below the one without, at no moment: so the one that grows goes first. */
    private static void memory(Memory m, Resources r) {
        boolean swap = r.swap().isPresent() && m.countsSwap();
        if (r.memory().isPresent() && swap) {
            boolean grows = r.swap().getAsLong() < 0 || r.swap().getAsLong() > m.limit() && m.limit() != Directory.MAX;
            if (grows) {
                m.limitWithSwap(r.swap().getAsLong());
                m.limit(r.memory().getAsLong());
            } else {
                m.limit(r.memory().getAsLong());
                m.limitWithSwap(r.swap().getAsLong());
            }
        } else {
            r.memory().ifPresent(m::limit);
            if (swap) {
                m.limitWithSwap(r.swap().getAsLong());
            }
        }
        r.reservation().ifPresent(m::softLimit);
        r.swappiness().ifPresent(m::swappiness);
        r.oomKillDisable().filter(b -> b).ifPresent(m::oomKillDisable);
    }

    private static void blockIo(Blkio b, LinuxResources.BlockIo io) {
        if (io.weight() != null) {
            b.weight(io.weight());
        }
        io.weightDevice().forEach(d -> b.weight(d.major(), d.minor(), d.weight()));
        io.throttleReadBpsDevice().forEach(d -> b.readBytes(d.major(), d.minor(), d.rate()));
        io.throttleWriteBpsDevice().forEach(d -> b.writeBytes(d.major(), d.minor(), d.rate()));
        io.throttleReadIOPSDevice().forEach(d -> b.reads(d.major(), d.minor(), d.rate()));
        io.throttleWriteIOPSDevice().forEach(d -> b.writes(d.major(), d.minor(), d.rate()));
    }

    private static void cpu(Cpu c, Resources r) {
        r.realtimePeriod().ifPresent(c::realtimePeriod);
        r.realtimeRuntime().ifPresent(c::realtimeRuntime);
        r.cpuShares().ifPresent(c::shares);
        if (r.cpuQuota().isPresent() && r.cpuPeriod().isPresent()) {
            c.quotaAndPeriod(r.cpuQuota().getAsLong(), r.cpuPeriod().getAsLong());
        } else {
            r.cpuPeriod().ifPresent(c::period);
            r.cpuQuota().ifPresent(c::quota);
        }
    }

    @Override
    public void freeze() {
        var freezer = freezer();
        freezer.freeze();
        // A process that is forking meanwhile keeps the state at FREEZING until it is asked again.
        if (!Waiting.until(LONGEST, freezer::frozen)) {
            freezer.thaw();
            throw new SystemFailure("unable to freeze " + path + ": a process does not stop");
        }
    }

    @Override
    public void thaw() {
        freezer().thaw();
    }

    @Override
    public boolean frozen() {
        return group("freezer").map(d -> new Freezer(d).frozen()).orElse(false);
    }

    private Freezer freezer() {
        return new Freezer(
                group("freezer").orElseThrow(() -> new SystemFailure("this host has no freezer cgroup hierarchy")));
    }

    @Override
    public List<Integer> pids() {
        return group("pids")
                .or(() -> group("freezer"))
                .or(() -> group("memory"))
                .orElseGet(() -> hierarchies.v1().getFirst().directory(path))
                .processes();
    }

    /** Until none is left: one that forks while we read the list has its child killed in the next round. */
    @Override
    public void kill() {
        Waiting.until(LONGEST, () -> {
            var pids = pids();
            // 0 is a process of another pid namespace than ours: it can be seen here, but not reached.
            pids.stream().filter(pid -> pid > 0).forEach(pid -> Processes.kill(pid, SIGKILL));
            if (!pids.isEmpty() && frozen()) {
                thaw();
            }
            return pids.isEmpty();
        });
    }

    @Override
    public Statistics statistics() {
        var cpu = group("cpuacct").map(Cpuacct::new);
        var memory = group("memory").map(Memory::new);
        var pids = group("pids").map(Pids::new);
        var periods = group("cpu").map(d -> new Cpu(d).stat()).orElse(java.util.Map.of());
        var io = group("blkio").map(Blkio::new);
        return new Statistics(
                cpu.map(Cpuacct::usage).orElse(0L),
                cpu.map(Cpuacct::user).orElse(0L),
                cpu.map(Cpuacct::system).orElse(0L),
                periods.getOrDefault("nr_periods", 0L),
                periods.getOrDefault("nr_throttled", 0L),
                periods.getOrDefault("throttled_time", 0L),
                memory.map(Memory::usage).orElse(0L),
                memory.map(Memory::inactiveFile).orElse(0L),
                memory.map(Memory::limit).orElse(Directory.MAX),
                pids.map(Pids::current).orElse(0L),
                pids.map(Pids::max).orElse(Directory.MAX),
                io.map(b -> b.bytes("Read")).orElse(0L),
                io.map(b -> b.bytes("Write")).orElse(0L));
    }

    @Override
    public long oomKills() {
        return group("memory").map(d -> new Memory(d).oomKills()).orElse(0L);
    }

    @Override
    public void delete() {
        List<Directory> groups =
                hierarchies.v1().stream().map(h -> h.directory(path)).toList();
        var left = new ArrayList<>(groups);
        left.removeIf(Directory::remove);
        if (!left.isEmpty()) {
            kill();
            // A process that was just reaped can still be counted for a moment; v1 has no event for its end.
            if (!Waiting.until(LONGEST, () -> {
                left.removeIf(Directory::removeTree);
                return left.isEmpty();
            })) {
                throw new SystemFailure(
                        "unable to remove cgroup " + left.getFirst().path() + ": it is busy");
            }
        }
        parents.removeAbove(groups);
    }
}
