package dev.sampan.engine.spec;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which namespaces a container has of its own; its mounts always are.
 *
 * @param lendsIpc other containers may join its ipc namespace
 * @param sharedMemory of {@code /dev/shm} in an ipc namespace of its own; empty for none at all
 */
public record NamespaceSpec(
        NamespaceMode network,
        NamespaceMode pid,
        NamespaceMode ipc,
        NamespaceMode uts,
        NamespaceMode cgroup,
        boolean lendsIpc,
        Optional<Bytes> sharedMemory) {

    /** The containers that must run before this one. */
    public Stream<String> referred() {
        return Stream.of(network, pid, ipc)
                .filter(NamespaceMode.OfContainer.class::isInstance)
                .map(mode -> ((NamespaceMode.OfContainer) mode).reference());
    }
}
