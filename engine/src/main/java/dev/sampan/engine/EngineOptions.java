package dev.sampan.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sampan.engine.oci.Digest;
import java.nio.file.Path;

/**
 * Where an engine keeps its things and how it names what it makes on the host, so that several live side by side.
 *
 * @param bridge the default bridge's device
 * @param bip the bridge's own address and prefix length, {@code 172.17.0.1/16}; empty for the first free pool
 * @param storageDriver {@code overlay2} or {@code vfs}; empty for the one in use below the data root, else the best that works
 * @param cgroupParent under which each container's cgroup is made
 */
public record EngineOptions(
        Path dataRoot, Path execRoot, String storageDriver, String bridge, String bip, String cgroupParent) {

    private static final Path DATA_ROOT = Path.of("/var/lib/sampan");

    public static EngineOptions defaults() {
        return new EngineOptions(DATA_ROOT, Path.of("/run/sampan"), "", bridgeOf(DATA_ROOT), "", "sampan");
    }

    /** The bridge when nobody names one. Two engines cannot have the same, so that of another root is called after that root. */
    public static String bridgeOf(Path dataRoot) {
        Path root = dataRoot.toAbsolutePath().normalize();
        return root.equals(DATA_ROOT)
                ? "sampan0"
                : "sampan-"
                        + Digest.ofContent(root.toString().getBytes(UTF_8))
                                .hex()
                                .substring(0, 8);
    }

    /** For a test or an embedded engine: everything below one directory, named after it where the host has names. */
    public static EngineOptions under(Path directory, String name) {
        return new EngineOptions(directory.resolve("data"), directory.resolve("exec"), "", name, "", "sampan-" + name);
    }
}
