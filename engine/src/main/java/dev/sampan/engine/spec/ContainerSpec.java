package dev.sampan.engine.spec;

import java.util.List;
import java.util.Map;

/**
 * What a container shall be, whoever asked for it. A start reads nothing else of a request.
 *
 * @param image the name that it was asked for by, for log drivers and events; empty for none
 * @param readOnlyRoot nothing of its root file system can be written
 * @param mounts by destination, each once; in no particular order
 * @param removedAtEnd it goes with its process ({@code --rm})
 */
public record ContainerSpec(
        String image,
        ProcessSpec process,
        boolean readOnlyRoot,
        List<MountSpec> mounts,
        NamespaceSpec namespaces,
        ResourceSpec resources,
        DeviceSpec devices,
        SecuritySpec security,
        NetworkSpec network,
        RestartPolicy restart,
        LogSpec log,
        StopSpec stop,
        boolean removedAtEnd,
        Map<String, String> labels) {

    public ContainerSpec {
        mounts = List.copyOf(mounts);
    }
}
