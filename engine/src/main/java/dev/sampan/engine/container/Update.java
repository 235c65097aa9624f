package dev.sampan.engine.container;

import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.RestartPolicy;
import dev.sampan.engine.container.check.CheckHostConfig;
import dev.sampan.engine.container.check.CheckResources;
import dev.sampan.engine.container.spec.DockerSpec;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes limits and the restart policy of a container, running or not. */
final class Update {

    private final Parts parts;

    Update(Parts parts) {
        this.parts = parts;
    }

    List<String> run(String reference, HostConfig changes) {
        var warnings = new ArrayList<String>();
        HostConfig checked = checked(changes, warnings);
        Container container = parts.table().get(reference);
        container.lock.lock();
        try {
            switch (container.state()) {
                case State.Removing _, State.Dead _ ->
                    throw refused(container, "Container is marked for removal and cannot be \"update\".");
                case State.Created _, State.Running _, State.Paused _, State.Restarting _, State.Exited _ -> {}
            }
            HostConfig host = merged(container, checked);
            Active active = container.active();
            if (active != null) {
                var limits = new LiveLimits(parts.facts());
                active.cgroup().ifPresent(group -> limits.change(container, group, DockerSpec.resources(host)));
            }
            container.save(edit -> edit.hostConfig = host);
        } finally {
            container.lock.unlock();
        }
        parts.tell(container, "update");
        return warnings;
    }

    private HostConfig checked(HostConfig changes, List<String> warnings) {
        if (changes.ioMaximumBandwidth() != 0 || changes.ioMaximumIOps() != 0) {
            throw new InvalidRequest(
                    "Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps");
        }
        RestartPolicy policy = changes.restartPolicy();
        if (policy != null && !policy.name().isEmpty()) {
            CheckHostConfig.restartPolicy(policy);
        }
        var edit = changes.edit();
        edit.memorySwappiness = null;
        edit.oomScoreAdj = 0;
        edit.cpuShares = 0; // Docker leaves these to the kernel.
        // Swap alone may be changed: the memory limit is the one that is set already.
        edit.memorySwap = changes.memory() == 0 ? 0 : changes.memorySwap();
        HostConfig limited = CheckResources.limits(edit.build(), parts.facts(), warnings);
        var wanted = changes.edit();
        wanted.blkioWeight = limited.blkioWeight();
        wanted.blkioWeightDevice = limited.blkioWeightDevice();
        return wanted.build();
    }

    private static HostConfig merged(Container container, HostConfig changes) {
        HostConfig now = container.file().hostConfig();
        conflicts(container, now, changes);
        var edit = now.edit();
        edit.blkioWeight = changed(changes.blkioWeight(), now.blkioWeight());
        edit.cpuShares = changed(changes.cpuShares(), now.cpuShares());
        edit.nanoCpus = changed(changes.nanoCpus(), now.nanoCpus());
        edit.cpuPeriod = changed(changes.cpuPeriod(), now.cpuPeriod());
        edit.cpuQuota = changed(changes.cpuQuota(), now.cpuQuota());
        edit.cpuRealtimePeriod = changed(changes.cpuRealtimePeriod(), now.cpuRealtimePeriod());
        edit.cpuRealtimeRuntime = changed(changes.cpuRealtimeRuntime(), now.cpuRealtimeRuntime());
        edit.cpusetCpus = changes.cpusetCpus().isEmpty() ? now.cpusetCpus() : changes.cpusetCpus();
        edit.cpusetMems = changes.cpusetMems().isEmpty() ? now.cpusetMems() : changes.cpusetMems();
        edit.memory = changed(changes.memory(), now.memory());
        edit.memorySwap = changed(changes.memorySwap(), now.memorySwap());
        edit.memoryReservation = changed(changes.memoryReservation(), now.memoryReservation());
        edit.blkioWeightDevice = given(changes.blkioWeightDevice(), now.blkioWeightDevice());
        edit.blkioDeviceReadBps = given(changes.blkioDeviceReadBps(), now.blkioDeviceReadBps());
        edit.blkioDeviceWriteBps = given(changes.blkioDeviceWriteBps(), now.blkioDeviceWriteBps());
        edit.blkioDeviceReadIOps = given(changes.blkioDeviceReadIOps(), now.blkioDeviceReadIOps());
        edit.blkioDeviceWriteIOps = given(changes.blkioDeviceWriteIOps(), now.blkioDeviceWriteIOps());
        if (changes.pidsLimit() != null) {
            edit.pidsLimit = Math.max(0, changes.pidsLimit());
        }
        RestartPolicy policy = changes.restartPolicy();
        if (policy != null && !policy.name().isEmpty()) {
            edit.restartPolicy = policy;
        }
        return edit.build();
    }

    private static long changed(long wanted, long now) {
        return wanted == 0 ? now : wanted;
    }

    private static int changed(int wanted, int now) {
        return wanted == 0 ? now : wanted;
    }

    private static <T> @Nullable List<T> given(@Nullable List<T> wanted, @Nullable List<T> now) {
        return wanted == null ? now : wanted;
    }

    private static void conflicts(Container container, HostConfig now, HostConfig changes) {
        RestartPolicy policy = changes.restartPolicy();
        if (now.autoRemove()
                && policy != null
                && !policy.name().isEmpty()
                && !policy.name().equals("no")) {
            throw refused(
                    container, "Restart policy cannot be updated because AutoRemove is enabled for the container");
        }
        if (changes.cpuPeriod() > 0 && now.nanoCpus() > 0) {
            throw refused(
                    container, "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set");
        }
        if (changes.cpuQuota() > 0 && now.nanoCpus() > 0) {
            throw refused(
                    container, "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set");
        }
        if (changes.nanoCpus() > 0 && now.cpuPeriod() > 0) {
            throw refused(
                    container, "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set");
        }
        if (changes.nanoCpus() > 0 && now.cpuQuota() > 0) {
            throw refused(
                    container, "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set");
        }
        long swap = changed(changes.memorySwap(), now.memorySwap());
        if (changes.memory() > 0 && swap > 0 && changes.memory() > swap) {
            throw refused(
                    container,
                    "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
        }
    }

    private static Conflict refused(Container container, String why) {
        return new Conflict("Cannot update container " + container.id + ": " + why);
    }
}
