package dev.sampan.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Every path the engine uses on the host. {@code dataRoot} survives a reboot (/var/lib/sampan), {@code execRoot} is for what belongs to
 * running processes (/run/sampan).
 */
public record Places(Path dataRoot, Path execRoot) {

    public Places {
        dataRoot = dataRoot.toAbsolutePath().normalize();
        execRoot = execRoot.toAbsolutePath().normalize();
    }

    private static final Set<PosixFilePermission> ROOT = PosixFilePermissions.fromString("rwx--x---");
    private static final Set<PosixFilePermission> BELOW = PosixFilePermissions.fromString("rwx------");

    /**
     * Makes the roots and what is directly below them, and takes away what an older engine or a hand allowed: nobody else on the host
     * may read a container's environment, or run a set-user-id program that one left in a volume (CVE-2021-41091). The roots stay
     * passable for their group: the API's socket may be there.
     */
    public void make() throws IOException {
        for (Path root : List.of(dataRoot, execRoot)) {
            Files.setPosixFilePermissions(StateDirectory.demand(root), ROOT);
        }
        for (Path directory : List.of(containers(), content(), processes())) {
            Files.setPosixFilePermissions(StateDirectory.demand(directory), BELOW);
        }
        for (Path directory : List.of(storage(), volumes(), networks(), explanations())) {
            Files.setPosixFilePermissions(StateDirectory.make(directory), BELOW);
        }
    }

    public Path containers() {
        return dataRoot.resolve("containers");
    }

    public Path container(String id) {
        return containers().resolve(id);
    }

    /** The container's record: what it is and what state it is in. */
    public Path containerFile(String id) {
        return container(id).resolve("container.json");
    }

    /** Where json-file writes, as Docker names it. */
    public Path containerLog(String id) {
        return container(id).resolve(id + "-json.log");
    }

    public Path hostnameFile(String id) {
        return container(id).resolve("hostname");
    }

    public Path hostsFile(String id) {
        return container(id).resolve("hosts");
    }

    public Path resolvConfFile(String id) {
        return container(id).resolve("resolv.conf");
    }

    /** Content-addressed blobs in OCI layout. */
    public Path content() {
        return dataRoot.resolve("content");
    }

    /** Layers, one directory per storage driver. */
    public Path storage() {
        return dataRoot.resolve("storage");
    }

    public Path networks() {
        return dataRoot.resolve("networks");
    }

    public Path volumes() {
        return dataRoot.resolve("volumes");
    }

    public Path volume(String name) {
        return volumes().resolve(name);
    }

    public Path temporary() {
        return dataRoot.resolve("tmp");
    }

    /** What was executed for the last start of each container. */
    public Path explanations() {
        return execRoot.resolve("explanations");
    }

    /** The groups that were made as parents for single containers. */
    public Path madeParents() {
        return execRoot.resolve("cgroup-parents");
    }

    /** Of one process of a container: supervisor, exit record. */
    public Path processes() {
        return execRoot.resolve("processes");
    }

    public Path process(String id) {
        return processes().resolve(id);
    }

    /** In each of the two roots: locked by the engine that uses it ({@link RootLock}). */
    static Path lock(Path root) {
        return root.resolve("lock");
    }
}
