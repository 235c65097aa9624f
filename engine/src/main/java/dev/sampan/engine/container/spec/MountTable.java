package dev.sampan.engine.container.spec;

import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.container.mount.CheckAtStart;
import dev.sampan.engine.container.mount.CheckMounts;
import dev.sampan.engine.container.mount.ContainerMount;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.runtime.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Everything mounted in a container beside its root, in the order of mounting: a parent before what lies in it. */
public final class MountTable {

    private MountTable() {}

    /**
     * @param files the container's hosts, hostname and resolv.conf on the host, by destination
     * @param namespaces as {@link NamespaceModes} has them: who shares another container's ipc shares its /dev/shm
     * @param writableCgroups with {@code --security-opt writable-cgroups} or privileged
     */
    public static List<Mount> of(
            ContainerFile container, Map<String, Path> files, boolean writableCgroups, List<Namespace> namespaces) {
        HostConfig host = container.hostConfig();
        var mounts = new ArrayList<Mount>();
        mounts.add(special("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
        mounts.add(special("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
        mounts.add(special(
                "/dev/pts",
                "devpts",
                "devpts",
                "nosuid",
                "noexec",
                "newinstance",
                "ptmxmode=0666",
                "mode=0620",
                "gid=5"));
        mounts.add(special("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", host.privileged() ? "rw" : "ro"));
        mounts.add(special(
                "/sys/fs/cgroup", "cgroup", "cgroup", writableCgroups ? "rw" : "ro", "nosuid", "noexec", "nodev"));
        ipc(host, namespaces, mounts);
        mounts.sort(Comparator.comparingInt(mount -> depth(mount.destination())));
        List<Mount> own = own(container, files);
        mounts.removeIf(mount -> isReplaced(mount, own));
        mounts.addAll(own);
        CheckAtStart.check(host);
        return mounts;
    }

    /** By an own mount of the same place; one of /dev stands for everything below it, too. */
    private static boolean isReplaced(Mount mount, List<Mount> own) {
        String place = mount.destination();
        return own.stream()
                .map(Mount::destination)
                .anyMatch(other -> other.equals(place) || other.equals("/dev") && place.startsWith("/dev/"));
    }

    private static Mount special(String destination, String type, String source, String... options) {
        return new Mount(destination, type, source, List.of(options));
    }

    private static void ipc(HostConfig host, List<Namespace> namespaces, List<Mount> mounts) {
        var shared = namespaces.stream()
                .filter(n -> n.type() == Namespace.Type.IPC && !n.path().isEmpty())
                .findFirst();
        if (shared.isPresent()) {
            mounts.add(special("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
            mounts.add(Mount.bind(shared.get().path().replace("/ns/ipc", "/root/dev/shm"), "/dev/shm"));
            return;
        }
        switch (host.ipcMode()) {
            case "none" -> mounts.add(special("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
            case "host" -> {
                // Shows the host's queues, being made in its ipc namespace, also where the host has not mounted it.
                mounts.add(special("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
                mounts.add(Mount.bind("/dev/shm", "/dev/shm"));
            }
            default -> {
                mounts.add(special("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
                mounts.add(special(
                        "/dev/shm",
                        "tmpfs",
                        "shm",
                        "nosuid",
                        "noexec",
                        "nodev",
                        "mode=1777",
                        "size=" + host.shmSize()));
            }
        }
    }

    /** What the container asked for, and the three files of its network, which an own mount in their place replaces. */
    private static List<Mount> own(ContainerFile container, Map<String, Path> files) {
        HostConfig host = container.hostConfig();
        var mounts = new ArrayList<Mount>();
        files.forEach((destination, file) -> {
            boolean replaced =
                    container.mounts().stream().anyMatch(m -> m.destination().equals(destination));
            if (!replaced) {
                mounts.add(
                        host.readonlyRootfs()
                                ? Mount.bind(file.toString(), destination, "rprivate", "ro")
                                : Mount.bind(file.toString(), destination, "rprivate"));
            }
        });
        if (host.tmpfs() != null) {
            host.tmpfs().forEach((destination, options) -> mounts.add(tmpfs(CheckMounts.clean(destination), options)));
        }
        container.mounts().forEach(mount -> mounts.add(mounted(mount)));
        mounts.sort(Comparator.comparingInt(mount -> depth(mount.destination())));
        return mounts;
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    private static Mount tmpfs(String destination, String options) {
        var words = new ArrayList<>(List.of("noexec", "nosuid", "nodev"));
        for (String word : options.split(",")) {
            if (!word.isEmpty()) {
                words.remove("no" + word);
                words.add(word);
            }
        }
        return new Mount(destination, "tmpfs", "tmpfs", words);
    }

    private static Mount mounted(ContainerMount mount) {
        var options = new ArrayList<String>();
        if (mount.type().equals("tmpfs")) {
            options.addAll(List.of("noexec", "nosuid", "nodev"));
            options.addAll(mount.options());
            options.add(mount.rw() ? "rw" : "ro");
            return new Mount(mount.destination(), "tmpfs", "tmpfs", options);
        }
        if (mount.isVolume()) {
            present(mount);
        } else {
            Deadline.meet("look at bind source " + mount.source(), () -> present(mount));
        }
        options.add(mount.nonRecursive() ? "bind" : "rbind");
        options.add(mount.propagation().isEmpty() ? "rprivate" : mount.propagation());
        options.addAll(mount.options());
        if (!mount.rw() && mount.options().isEmpty()) {
            options.add("rro");
        }
        return new Mount(mount.destination(), "bind", mount.source(), options);
    }

    /** Makes the source where that is asked for. */
    private static Path present(ContainerMount mount) {
        Path source = Path.of(mount.source());
        if (Files.exists(source)) {
            return source;
        }
        if (!mount.createSource() && !mount.isVolume()) {
            throw new InvalidRequest(
                    "invalid mount config for type \"bind\": bind source path does not exist: " + mount.source());
        }
        try {
            return Files.createDirectories(source);
        } catch (IOException e) {
            throw new SystemFailure(
                    "error while creating mount source path '" + mount.source() + "': mkdir " + Cause.of(e), e);
        }
    }
}
