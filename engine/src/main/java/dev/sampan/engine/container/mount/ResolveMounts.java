package dev.sampan.engine.container.mount;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.Mount;
import dev.sampan.api.container.VolumeOptions;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotImplemented;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.volume.Volume;
import dev.sampan.engine.volume.Volumes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds, Mounts and Volumes of a request as the mounts its container will have; makes the volumes that are not there yet. */
public final class ResolveMounts {

    private final String container;
    private final Volumes volumes;
    private final HostConfig host;
    private final boolean readOnlyNonRecursive;
    private final DataRoot dataRoot;
    private final Undo undo;
    private final Map<String, ContainerMount> byDestination = new LinkedHashMap<>();

    /**
     * What a container is made of.
     *
     * @param readOnlyNonRecursive what is read-only is so without the mounts below it, if nothing else is said
     */
    public record Asked(ContainerConfig config, HostConfig host, boolean readOnlyNonRecursive) {}

    private ResolveMounts(String container, Volumes volumes, Asked asked, Path dataRoot, Undo undo) {
        this.container = container;
        this.volumes = volumes;
        this.host = asked.host();
        this.readOnlyNonRecursive = asked.readOnlyNonRecursive();
        this.dataRoot = new DataRoot(dataRoot);
        this.undo = undo;
    }

    /** What is made for it is undone by {@code undo}. */
    public static List<ContainerMount> resolve(
            String container, Asked asked, Volumes volumes, Path dataRoot, Undo undo) {
        ContainerConfig config = asked.config();
        HostConfig host = asked.host();
        var mounts = new ResolveMounts(container, volumes, asked, dataRoot, undo);
        if (host.tmpfs() != null) {
            host.tmpfs().keySet().forEach(CheckMounts::destination);
        }
        if (host.binds() != null) {
            host.binds().stream().map(BindSpec::parse).forEach(mounts::bind);
        }
        if (host.mounts() != null) {
            host.mounts().forEach(mounts::mount);
        }
        if (config.volumes() != null) {
            config.volumes().keySet().forEach(mounts::imageVolume);
        }
        return List.copyOf(mounts.byDestination.values());
    }

    private void bind(BindSpec bind) {
        refuseSecond(bind.destination(), bind.destination());
        if (bind.isBind()) {
            put(new ContainerMount(
                    "bind",
                    "",
                    bind.source(),
                    bind.destination(),
                    "",
                    bind.mode(),
                    !bind.readOnly(),
                    dataRoot.propagation(bind.source(), bind.propagation()),
                    false,
                    false,
                    true,
                    false,
                    false,
                    readOnlyWords(bind.readOnly(), false)));
            return;
        }
        boolean anonymous = bind.source().isEmpty();
        Volume volume = volume(bind.source(), host.volumeDriver(), null, null);
        put(new ContainerMount(
                "volume",
                volume.name(),
                volume.mountpoint().toString(),
                bind.destination(),
                "local",
                bind.mode().isEmpty() ? "z" : bind.mode(),
                !bind.readOnly(),
                "",
                anonymous,
                !anonymous,
                false,
                bind.noCopy(),
                false,
                List.of()));
    }

    private void mount(Mount mount) {
        String destination = CheckMounts.clean(mount.target());
        refuseSecond(destination, mount.target());
        put(
                switch (mount.type()) {
                    case "bind" -> bindMount(mount, destination);
                    case "volume" -> volumeMount(mount, destination);
                    case "tmpfs" ->
                        new ContainerMount(
                                "tmpfs",
                                "",
                                "",
                                destination,
                                "",
                                "",
                                !mount.readOnly(),
                                "",
                                false,
                                false,
                                false,
                                false,
                                false,
                                TmpfsWords.of(mount.tmpfsOptions()));
                    default -> throw new NotImplemented("mounts of type " + mount.type() + " are not supported yet");
                });
    }

    private ContainerMount bindMount(Mount mount, String destination) {
        var options = mount.bindOptions();
        String source = CheckMounts.clean(mount.source());
        return new ContainerMount(
                "bind",
                "",
                source,
                destination,
                "",
                "",
                !mount.readOnly(),
                dataRoot.propagation(source, options == null ? "" : options.propagation()),
                false,
                false,
                options != null && options.createMountpoint(),
                false,
                options != null && options.nonRecursive(),
                readOnlyWords(mount.readOnly(), options != null && options.readOnlyNonRecursive()));
    }

    /** {@code ro} where only the mount itself shall be read-only; without a word, those below it are, too. */
    private List<String> readOnlyWords(boolean readOnly, boolean nonRecursive) {
        return readOnly && (nonRecursive || readOnlyNonRecursive) ? List.of("ro") : List.of();
    }

    private ContainerMount volumeMount(Mount mount, String destination) {
        VolumeOptions options =
                mount.volumeOptions() == null ? new VolumeOptions(false, null, "", null) : mount.volumeOptions();
        var driver = options.driverConfig();
        Volume volume = volume(
                mount.source(),
                driver == null ? "" : driver.name(),
                options.labels(),
                driver == null ? null : driver.options());
        if (!options.subpath().isEmpty()) {
            throw new NotImplemented("volumes with a subpath are not supported yet");
        }
        return new ContainerMount(
                "volume",
                volume.name(),
                volume.mountpoint().toString(),
                destination,
                "local",
                "z",
                !mount.readOnly(),
                "",
                mount.source().isEmpty(),
                true,
                false,
                options.noCopy(),
                false,
                List.of());
    }

    private void imageVolume(String path) {
        String destination = CheckMounts.clean(path);
        boolean covered = byDestination.containsKey(destination)
                || host.tmpfs() != null
                        && host.tmpfs().keySet().stream()
                                .anyMatch(t -> CheckMounts.clean(t).equals(destination));
        if (covered) {
            return;
        }
        Volume volume = volume("", host.volumeDriver(), null, null);
        put(new ContainerMount(
                "volume",
                volume.name(),
                volume.mountpoint().toString(),
                destination,
                "local",
                "",
                true,
                "",
                true,
                true,
                false,
                false,
                false,
                List.of()));
    }

    private Volume volume(
            String name, String driver, @Nullable Map<String, String> labels, @Nullable Map<String, String> options) {
        boolean there = volumes.find(name).isPresent();
        Volume volume = volumes.create(name, driver, labels, options, Optional.of(container));
        if (!there) {
            undo.add("remove volume " + volume.name(), () -> volumes.remove(volume.name()));
        }
        undo.add("let go of volume " + volume.name(), () -> volumes.made(container));
        if (volume.options() != null && !volume.options().values().stream().allMatch(String::isEmpty)) {
            // as a plain directory it would look empty, and what is written would not reach the device that was named
            throw new NotImplemented("volume " + volume.name() + " has driver options: they are not supported yet");
        }
        return volume;
    }

    private void refuseSecond(String destination, String given) {
        if (byDestination.containsKey(destination)
                || host.tmpfs() != null && host.tmpfs().containsKey(destination)) {
            throw new InvalidRequest("Duplicate mount point: " + given);
        }
    }

    private void put(ContainerMount mount) {
        byDestination.put(mount.destination(), mount);
    }
}
