package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.process.LiveRecord;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A further process in a running container.
 *
 * @param id of the exec, for the trace
 * @param container whose namespaces are joined
 * @param process everything about the new one; nothing is inherited from the container's first process
 * @param cgroup the container's
 * @param stateDirectory its own, made by the caller
 */
public record ExecRequest(
        String id,
        LiveRecord container,
        Process process,
        Optional<Join> cgroup,
        Optional<byte[]> seccomp,
        boolean stdin,
        Path stateDirectory) {}
