package dev.sampan.engine.spec;

import java.util.List;
import java.util.Map;

/**
 * What keeps a container's processes in their place.
 *
 * @param added capabilities beside the default ones, {@code ALL} for all: which those are says the kernel that it runs on
 * @param dropped capabilities, likewise
 * @param maskedPaths in the container, where nothing can be read
 * @param readOnlyPaths in the container, likewise for writing
 * @param sysctls by name, of its own namespaces
 */
public record SecuritySpec(
        boolean privileged,
        List<String> added,
        List<String> dropped,
        SecurityOptions options,
        List<String> maskedPaths,
        List<String> readOnlyPaths,
        Map<String, String> sysctls) {

    /** Whether its cgroups can be written from inside. */
    public boolean writableCgroups() {
        return options.writableCgroups().orElse(privileged);
    }
}
