package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.cgroup.Resources;
import dev.sampan.engine.container.check.CpuSet;
import dev.sampan.engine.container.check.HostFacts;
import dev.sampan.engine.container.spec.Limits;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.spec.ResourceSpec;
import dev.sampan.engine.spec.ResourceSpec.Cpu;
import dev.sampan.engine.spec.ResourceSpec.Disks;
import dev.sampan.engine.spec.ResourceSpec.Memory;
import dev.sampan.engine.spec.ResourceSpec.Rate;
import dev.sampan.engine.spec.ResourceSpec.Weight;
import dev.sampan.linux.syscall.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** The limits of a group with processes in it, changed as a whole or not at all: the kernel may refuse the third file after it took two. */
final class LiveLimits {

    private static final int DEFAULT_SHARES = 1024;
    private static final int DEFAULT_WEIGHT = 100;
    private static final long NONE = -1;

    private final HostFacts facts;

    LiveLimits(HostFacts facts) {
        this.facts = facts;
    }

    /** @throws SystemFailure when the kernel refuses; the group has the container's present limits then */
    void change(Container container, Cgroup group, ResourceSpec wanted) {
        ResourceSpec present = container.spec().resources();
        try {
            group.update(resources(wanted, present));
        } catch (ErrnoException e) {
            var failure = new SystemFailure("Cannot update container " + container.id + ": " + e.getMessage(), e);
            try {
                group.update(resources(complete(present), wanted));
            } catch (ErrnoException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    /** {@code limits}, and neither limit nor weight for the disks that they do not name and {@code other} does. */
    private static Resources resources(ResourceSpec limits, ResourceSpec other) {
        var all = new ResourceSpec(
                limits.parent(),
                limits.memory(),
                limits.cpu(),
                limits.processes(),
                lifting(limits.disks(), other.disks()));
        return Resources.of(Limits.resources(all, List.of()));
    }

    /** With the kernel's own values where nothing is said: only what is written takes a limit back. */
    private ResourceSpec complete(ResourceSpec spec) {
        Memory memory = spec.memory();
        Cpu cpu = spec.cpu();
        Disks disks = spec.disks();
        return new ResourceSpec(
                spec.parent(),
                new Memory(
                        or(memory.limit(), NONE),
                        or(memory.withSwap(), NONE),
                        or(memory.reservation(), NONE),
                        memory.swappiness(),
                        memory.neverKilled()),
                new Cpu(
                        or(cpu.shares(), DEFAULT_SHARES),
                        or(cpu.quota(), NONE),
                        cpu.period(),
                        cpu.realtimeRuntime(),
                        cpu.realtimePeriod(),
                        cpu.cpus().isEmpty() ? CpuSet.text(facts.cpus()) : cpu.cpus(),
                        cpu.nodes().isEmpty() ? CpuSet.text(facts.mems()) : cpu.nodes()),
                or(spec.processes(), NONE),
                new Disks(
                        disks.weight().isEmpty() && facts.blkioWeight()
                                ? OptionalInt.of(DEFAULT_WEIGHT)
                                : disks.weight(),
                        disks.weights(),
                        disks.readBytes(),
                        disks.writtenBytes(),
                        disks.reads(),
                        disks.writes()));
    }

    private static OptionalLong or(OptionalLong value, long otherwise) {
        return value.isPresent() ? value : OptionalLong.of(otherwise);
    }

    private static Disks lifting(Disks wanted, Disks other) {
        return new Disks(
                wanted.weight(),
                lifting(wanted.weights(), other.weights(), Weight::device, device -> new Weight(device, 0)),
                lifting(wanted.readBytes(), other.readBytes()),
                lifting(wanted.writtenBytes(), other.writtenBytes()),
                lifting(wanted.reads(), other.reads()),
                lifting(wanted.writes(), other.writes()));
    }

    private static List<Rate> lifting(List<Rate> wanted, List<Rate> other) {
        return lifting(wanted, other, Rate::device, device -> new Rate(device, 0));
    }

    private static <T> List<T> lifting(
            List<T> wanted, List<T> other, Function<T, String> device, Function<String, T> lifted) {
        var all = new ArrayList<T>(wanted);
        other.stream()
                .map(device)
                .filter(disk -> all.stream().map(device).noneMatch(disk::equals))
                .map(lifted)
                .forEach(all::add);
        return all;
    }
}
