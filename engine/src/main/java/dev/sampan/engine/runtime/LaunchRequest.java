package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.RuntimeSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a container's start needs.
 *
 * @param id names the container in errors and in the trace
 * @param rootfs from storage, in order, the last with destination {@code /}; mounted inside the container's mount namespace only
 * @param cgroup empty leaves the process where the daemon is
 * @param groups makes the groups that {@code cgroup} names, while the process is being cloned; on version 2 they must be there before
 * @param seccomp the compiled filter; empty loads none
 * @param stdin keep standard input open; without, it is /dev/null. A terminal is asked for with {@code spec.process().terminal()}
 * @param network runs while the container is being set up; {@link NetworkHook#NONE} when there is nothing to do
 * @param init with {@code --init}: the first process reaps and forwards signals, the command is its child
 * @param stateDirectory below the exec root, made by the caller: exit record and trace go here
 */
public record LaunchRequest(
        String id,
        RuntimeSpec spec,
        List<Mount> rootfs,
        Optional<Join> cgroup,
        Runnable groups,
        Optional<byte[]> seccomp,
        boolean stdin,
        boolean init,
        NetworkHook network,
        Path stateDirectory) {

    /** Its groups are there already. */
    public static final Runnable GROUPS_MADE = () -> {};

    public LaunchRequest {
        rootfs = List.copyOf(rootfs);
    }
}
