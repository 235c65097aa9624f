package dev.sampan.engine.container;

import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.Namespace.Type;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.spec.NamespaceMode;
import dev.sampan.engine.spec.NamespaceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A container's namespace modes as the runtime takes them: new ones, those of another container, or the host's (left out). */
final class NamespaceModes {

    private final ContainerTable table;

    NamespaceModes(ContainerTable table) {
        this.table = table;
    }

    /** Throws when a container whose namespace is shared does not run. */
    List<Namespace> of(NamespaceSpec spec) {
        var namespaces = new ArrayList<Namespace>();
        namespaces.add(Namespace.fresh(Type.MOUNT));
        add(namespaces, Type.NETWORK, spec.network());
        add(namespaces, Type.UTS, spec.uts());
        add(namespaces, Type.PID, spec.pid());
        add(namespaces, Type.IPC, spec.ipc());
        add(namespaces, Type.CGROUP, spec.cgroup());
        return namespaces;
    }

    private void add(List<Namespace> namespaces, Type type, NamespaceMode mode) {
        switch (mode) {
            case NamespaceMode.Own _ -> namespaces.add(Namespace.fresh(type));
            case NamespaceMode.Host _ -> {}
            case NamespaceMode.OfContainer other -> {
                var process = type == Type.NETWORK ? networkProcess(other) : sharedProcess(other, type);
                namespaces.add(Namespace.of(type, process.pid(), process.startTime()));
            }
        }
    }

    private LiveRecord.Id networkProcess(NamespaceMode.OfContainer mode) {
        Container other = networked(mode);
        State state = other.state();
        Active active = other.active();
        if (state instanceof State.Restarting) {
            throw new Conflict("Container " + other.id + " is restarting, wait until the container is running");
        }
        if (active == null || !state.alive()) {
            throw new Conflict("cannot join network namespace of a non running container: container "
                    + other.file().plainName() + " is " + state.word());
        }
        return active.live().record().process();
    }

    /** Docker finds these faults while it makes the spec, and calls each a failure of the system. */
    private LiveRecord.Id sharedProcess(NamespaceMode.OfContainer mode, Type type) {
        String failed = "failed to join " + type.procName().toUpperCase(Locale.ROOT) + " namespace: ";
        Container other;
        try {
            other = shared(mode);
        } catch (EngineException e) {
            throw new SystemFailure(failed + e.getMessage(), e);
        }
        State state = other.state();
        Active active = other.active();
        if (state instanceof State.Restarting) {
            throw new SystemFailure(
                    failed + "Container " + other.id + " is restarting, wait until the container is running");
        }
        if (active == null || !state.alive()) {
            throw new SystemFailure(failed + "container " + other.id + " is not running");
        }
        if (type == Type.IPC && !other.spec().namespaces().lendsIpc()) {
            throw new SystemFailure(failed + "container " + other.id
                    + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
        }
        return active.live().record().process();
    }

    /** The container whose network {@code mode} shares. Throws NotFound with Docker's prefix. */
    Container networked(NamespaceMode.OfContainer mode) {
        try {
            return shared(mode);
        } catch (EngineException.NotFound e) {
            throw new EngineException.NotFound("joining network namespace of container: " + e.getMessage(), e);
        }
    }

    private Container shared(NamespaceMode.OfContainer mode) {
        return table.get(mode.reference());
    }
}
