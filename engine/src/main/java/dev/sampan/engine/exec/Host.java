package dev.sampan.engine.exec;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.process.LiveRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A running container as execs see it. */
public interface Host {

    String id();

    /**
     * Starts a process in it, which it cannot be paused during.
     *
     * @throws dev.sampan.engine.error.EngineException.Conflict when it is paused or has ended by now
     */
    <T> T unfrozen(Supplier<T> start);

    LiveRecord live();

    /** Of the container itself: rights, limits and directory are an exec's too. */
    Process process();

    /** The container's USER, which an exec has that names none. */
    String user();

    /** The groups that {@code --group-add} named: every process of the container has them, whoever it runs as. */
    List<String> groupAdd();

    Optional<Join> cgroup();

    /** The container's compiled filter. */
    Optional<byte[]> seccomp();

    /**
     * The container's variables with an exec's changes: one without {@code =} removes.
     *
     * @param home where none is set
     */
    List<String> environment(boolean terminal, List<String> changes, String home);

    /** Publishes an event of the container with these attributes besides its own. */
    void tell(String action, Map<String, String> attributes);
}
