package dev.sampan.engine.spec;

import java.util.List;

/**
 * Devices beside those that every container has. A privileged one has all of the host's.
 *
 * @param rules of its device group, such as {@code c 10:* rwm}, read when it starts; the last that matches decides
 * @param drivers what shall be asked of drivers of devices; there are none yet, so that a start refuses it
 */
public record DeviceSpec(List<Node> nodes, List<String> rules, List<DriverRequest> drivers) {

    /**
     * A device, or all in a directory, looked at when the container starts.
     *
     * @param permissions of r, w and m (mknod)
     */
    public record Node(String pathOnHost, String pathInContainer, String permissions) {}

    /** @param capabilities any of the lists, and all of that list */
    public record DriverRequest(String driver, List<List<String>> capabilities) {}
}
