package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.container.spec.Environment;
import dev.sampan.engine.container.spec.SpecBuilder;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.security.SeccompProfile;
import dev.sampan.engine.security.UserSpec;
import dev.sampan.engine.spec.ContainerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A container that runs, for who starts further processes in it. What they may is computed as for its own. */
public final class Running {

    private final Parts parts;
    private final Container container;
    private final ContainerFile file;
    private final ContainerSpec spec;
    private final Active active;

    private Running(Parts parts, Container container, ContainerFile file, Active active) {
        this.parts = parts;
        this.container = container;
        this.file = file;
        this.spec = container.spec();
        this.active = active;
    }

    static Running of(Parts parts, String reference) {
        Container container = parts.table().get(reference);
        Active active = container.active();
        switch (container.state()) {
            case State.Paused paused ->
                throw new Conflict("Container " + reference + " is paused, unpause the container before exec");
            case State.Restarting restarting ->
                throw new Conflict("Container " + container.id + " is restarting, wait until the container is running");
            case State.Running running
            when active != null -> {
                return new Running(parts, container, container.file(), active);
            }
            default -> throw new Conflict("container " + container.id + " is not running");
        }
    }

    /**
     * Starts a process in it, which is not paused meanwhile. Throws Conflict where it is paused or has ended by now: a process that
     * joins a frozen group never gets as far as its command.
     */
    public <T> T unfrozen(Supplier<T> start) {
        container.freezing.readLock().lock();
        try {
            of(parts, id());
            if (container.active() != active) {
                throw new Conflict("container " + id() + " is not running");
            }
            return start.get();
        } finally {
            container.freezing.readLock().unlock();
        }
    }

    public String id() {
        return file.id();
    }

    public LiveRecord live() {
        return active.live().record();
    }

    public Optional<Join> cgroup() {
        return active.cgroup().map(Cgroup::join);
    }

    public String user() {
        return spec.process().user();
    }

    public List<String> groupAdd() {
        return spec.process().groups();
    }

    public Process process() {
        return SpecBuilder.process(spec, new UserSpec.Resolved(Process.User.ROOT, "/root"));
    }

    public Optional<byte[]> seccomp() {
        return SeccompProfile.compiled(spec.security());
    }

    /** Of a further process with a terminal of its own or none, as {@code -e} changed it. */
    public List<String> environment(boolean terminal, List<String> changes, String home) {
        return Environment.of(spec, terminal, changes, home);
    }

    public void tell(String action, Map<String, String> attributes) {
        var pairs = new ArrayList<String>();
        attributes.forEach((name, value) -> {
            pairs.add(name);
            pairs.add(value);
        });
        parts.tell(container, action, pairs.toArray(String[]::new));
    }
}
