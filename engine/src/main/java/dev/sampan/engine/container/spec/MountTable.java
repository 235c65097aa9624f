package dev.sampan.engine.container.spec;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.runtime.Deadline;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.spec.MountSpec;
import dev.sampan.engine.spec.NamespaceMode;
import dev.sampan.engine.spec.NamespaceSpec;
import dev.sampan.engine.spec.SecuritySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Everything mounted in a container beside its root, in the order of mounting: a parent before what lies in it. */
public final class MountTable {

    private static final String SHARED_MEMORY = "/dev/shm";

    private MountTable() {}

    /**
     * @param files the container's hosts, hostname and resolv.conf on the host, by destination
     * @param namespaces as {@link NamespaceModes} has them: who shares another container's ipc shares its /dev/shm
     */
    public static List<Mount> of(ContainerSpec spec, Map<String, Path> files, List<Namespace> namespaces) {
        SecuritySpec security = spec.security();
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
        mounts.add(special("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", security.privileged() ? "rw" : "ro"));
        mounts.add(special(
                "/sys/fs/cgroup",
                "cgroup",
                "cgroup",
                security.writableCgroups() ? "rw" : "ro",
                "nosuid",
                "noexec",
                "nodev"));
        ipc(spec.namespaces(), namespaces, mounts);
        mounts.sort(Comparator.comparingInt(mount -> depth(mount.destination())));
        List<Mount> own = own(spec, files);
        mounts.removeIf(mount -> isReplaced(mount, own));
        mounts.addAll(own);
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

    private static void ipc(NamespaceSpec spec, List<Namespace> namespaces, List<Mount> mounts) {
        // Shows the host's queues, being made in its ipc namespace, also where the host has not mounted it.
        mounts.add(special("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
        switch (spec.ipc()) {
            case NamespaceMode.OfContainer _ -> {
                String shared = namespaces.stream()
                        .filter(n -> n.type() == Namespace.Type.IPC)
                        .map(Namespace::path)
                        .findFirst()
                        .orElseThrow();
                mounts.add(Mount.bind(shared.replace("/ns/ipc", "/root/dev/shm"), SHARED_MEMORY));
            }
            case NamespaceMode.Host _ -> mounts.add(Mount.bind(SHARED_MEMORY, SHARED_MEMORY));
            case NamespaceMode.Own _ ->
                spec.sharedMemory()
                        .ifPresent(size -> mounts.add(special(
                                SHARED_MEMORY,
                                "tmpfs",
                                "shm",
                                "nosuid",
                                "noexec",
                                "nodev",
                                "mode=1777",
                                "size=" + size.count())));
        }
    }

    /** What the container asked for, and the three files of its network, which an own mount in their place replaces. */
    private static List<Mount> own(ContainerSpec spec, Map<String, Path> files) {
        var mounts = new ArrayList<Mount>();
        files.forEach((destination, file) -> {
            boolean replaced =
                    spec.mounts().stream().anyMatch(m -> m.destination().equals(destination));
            if (!replaced) {
                mounts.add(
                        spec.readOnlyRoot()
                                ? Mount.bind(file.toString(), destination, "rprivate", "ro")
                                : Mount.bind(file.toString(), destination, "rprivate"));
            }
        });
        spec.mounts().forEach(mount -> mounts.add(mounted(mount)));
        mounts.sort(Comparator.comparingInt(mount -> depth(mount.destination())));
        return mounts;
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    private static Mount mounted(MountSpec mount) {
        return switch (mount) {
            case MountSpec.Tmpfs tmpfs -> tmpfs(tmpfs);
            case MountSpec.Volume volume -> {
                present(Path.of(volume.source()), true);
                yield bound(volume, volume.source(), "rbind", "rprivate", "rro");
            }
            case MountSpec.Bind bind -> {
                Deadline.meet(
                        "look at bind source " + bind.source(),
                        () -> present(Path.of(bind.source()), bind.madeIfMissing()));
                yield bound(
                        bind,
                        bind.source(),
                        bind.recursive() ? "rbind" : "bind",
                        bind.propagation(),
                        bind.readOnlyTop() ? "ro" : "rro");
            }
        };
    }

    private static Mount bound(MountSpec mount, String source, String bind, String propagation, String readOnly) {
        List<String> options = mount.readOnly() ? List.of(bind, propagation, readOnly) : List.of(bind, propagation);
        return new Mount(mount.destination(), "bind", source, options);
    }

    private static Mount tmpfs(MountSpec.Tmpfs tmpfs) {
        var words = new ArrayList<>(List.of("noexec", "nosuid", "nodev"));
        for (String word : tmpfs.options()) {
            words.remove("no" + word);
            words.add(word);
        }
        if (tmpfs.readOnly()) {
            words.add("ro");
        }
        return new Mount(tmpfs.destination(), "tmpfs", "tmpfs", words);
    }

    private static Path present(Path source, boolean made) {
        if (Files.exists(source)) {
            return source;
        }
        if (!made) {
            throw new InvalidRequest(
                    "invalid mount config for type \"bind\": bind source path does not exist: " + source);
        }
        try {
            return Files.createDirectories(source);
        } catch (IOException e) {
            throw new SystemFailure("error while creating mount source path '" + source + "': mkdir " + Cause.of(e), e);
        }
    }
}
