package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Mount;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.NamespaceStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Namespaces;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code /dev/shm} of another container, for {@code --ipc container:}. It is a mount of that container's namespace alone, and the
 * kernel clones a mount only for who is in its namespace. So the supervisor, which has one thread and no file of its own to load,
 * enters that namespace, clones the mount, and comes back. The path is resolved in the other container's root.
 *
 * @param mount with a source like {@code /proc/PID/root/dev/shm}
 * @param namespace of the other container's mounts
 */
record SharedMemory(Mount mount, String namespace) {

    private static final Ref OWNER = Ref.of("mounts-of-shm");
    private static final Ref HOST = Ref.of("mounts-of-host");
    private static final Pattern SOURCE = Pattern.compile("(/proc/[0-9]+)/root/dev/shm");

    static Optional<SharedMemory> of(List<Mount> mounts) {
        return mounts.stream()
                .filter(Mount::isBind)
                .map(m -> new SharedMemory(m, SOURCE.matcher(m.source()).replaceFirst("$1/ns/mnt")))
                .filter(s -> !s.namespace.equals(s.mount.source()))
                .findFirst();
    }

    /** What the daemon opens: both namespaces. */
    static List<Ref> inherited() {
        return List.of(OWNER, HOST);
    }

    List<String> paths() {
        return List.of(namespace, "/proc/self/ns/mnt");
    }

    /** In the supervisor, before the clone. */
    void open(Ref clone, Steps steps) {
        steps.add(
                new NamespaceStep.SetNamespace(OWNER, Namespaces.CLONE_NEWNS),
                "where the other container's /dev/shm is");
        steps.add(new MountStep.OpenTree(Ref.CWD, "/dev/shm", false, clone), "in that container's root");
        steps.add(
                new SyncStep.VerifyFilesystem(clone, StatFs.TMPFS),
                "its root user may have put something else there (CVE-2025-52881)");
        steps.add(new NamespaceStep.SetNamespace(HOST, Namespaces.CLONE_NEWNS), "back before anything else is done");
    }

    /** In the supervisor, after the clone. */
    static void close(Ref clone, Steps steps) {
        steps.add(new DescriptorStep.Close(clone), "the memory must not outlive the containers that share it");
        inherited().forEach(ref -> steps.add(new DescriptorStep.Close(ref), "entered and left"));
    }
}
