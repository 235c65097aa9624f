package dev.sampan.engine.container;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.api.container.EndpointSettings;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.LogConfig;
import dev.sampan.api.container.ManifestDescriptor;
import dev.sampan.api.container.ManifestPlatform;
import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.container.check.CheckConfig;
import dev.sampan.engine.container.check.CheckHostConfig;
import dev.sampan.engine.container.check.CheckNamespaces;
import dev.sampan.engine.container.check.CheckResources;
import dev.sampan.engine.container.check.HostFacts;
import dev.sampan.engine.container.mount.ContainerMount;
import dev.sampan.engine.container.mount.ResolveMounts;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.image.Image;
import dev.sampan.engine.image.ImageConfig;
import dev.sampan.engine.logging.LogDrivers;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Platform;
import dev.sampan.engine.security.AppArmor;
import dev.sampan.engine.security.SecurityOptionText;
import dev.sampan.engine.security.SystemPaths;
import dev.sampan.engine.spec.SecurityOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a container: checks in Docker's order, completes what is left open, reserves the name, makes volumes and the writable layer,
 * and writes the container's file last, so that a crash leaves it whole or absent.
 */
final class Create {

    /** A launch plan has room for somewhat more. */
    private static final int MOST_MOUNTS = 8000;

    /** The annotation by which {@code sampan run --rootfs DIR} names its directory. */
    private static final String ROOTFS = "dev.sampan.rootfs";

    private static final FileAttribute<?> FOR_ROOT =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Parts parts;

    Create(Parts parts) {
        this.parts = parts;
    }

    Created run(String name, Optional<Platform> platform, ContainerCreateRequest request) {
        if (request.config() == null) {
            throw new InvalidRequest("config cannot be empty in order to create a container");
        }
        var warnings = new ArrayList<String>();
        HostConfig given = request.hostConfig() == null ? Defaults.HOST_CONFIG : request.hostConfig();
        CheckNamespaces.check(request.config(), given);
        ContainerConfig config = CheckConfig.checked(request.config());
        HostConfig host = CheckHostConfig.checked(given, warnings);
        host = CheckResources.checked(host, parts.facts(), warnings);
        host = Defaults.completed(host, parts.facts());
        host = withContainersAsIds(host);
        Optional<Image> image = config.image().isEmpty()
                ? Optional.empty()
                : Optional.of(parts.images().get(config.image(), platform));
        config = MergeImage.merged(config, image.map(Image::config).orElse(ImageConfig.EMPTY));
        checkLogs(host.logConfig());
        if (!name.isEmpty()) {
            Names.check(name);
        }
        new VolumesFrom(parts.table()).check(host.volumesFrom());
        host = withLinks(host, warnings);
        try (var undo = new Undo()) {
            Container container = make(
                    name,
                    new ResolveMounts.Asked(config, host, request.readOnlyNonRecursive()),
                    image,
                    Networking.wanted(request, host, parts.networks()),
                    undo);
            undo.commit();
            parts.tell(container, "create");
            return new Created(container.id, warnings);
        }
    }

    private HostConfig withContainersAsIds(HostConfig host) {
        var edit = host.edit();
        edit.ipcMode = containerAsId(host.ipcMode(), true);
        edit.pidMode = containerAsId(host.pidMode(), true);
        edit.networkMode = containerAsId(host.networkMode(), false);
        return edit.build();
    }

    private HostConfig withLinks(HostConfig host, List<String> warnings) {
        var edit = host.edit();
        edit.links = new Links(parts.table()).checked(host.links(), host.networkMode(), warnings);
        return edit.build();
    }

    /** Docker finds a missing container of a network mode at start, those of the others here, as a 400. */
    private String containerAsId(String mode, boolean mustBeThere) {
        if (!mode.startsWith("container:") || mode.equals("container:")) {
            return mode;
        }
        String reference = mode.substring("container:".length());
        Optional<Container> found = parts.table().find(reference);
        if (found.isEmpty() && mustBeThere) {
            throw new InvalidRequest("No such container: " + reference);
        }
        return found.map(container -> "container:" + container.id).orElse(mode);
    }

    private void checkLogs(@Nullable LogConfig log) {
        parts.logDrivers()
                .check(log == null ? "" : log.type(), log == null || log.config() == null ? Map.of() : log.config());
    }

    private Container make(
            String name,
            ResolveMounts.Asked asked,
            Optional<Image> image,
            Map<String, EndpointSettings> networks,
            Undo undo) {
        ContainerConfig config = asked.config();
        HostConfig host = asked.host();
        String id = Names.newId();
        String fullName = reserve(name, id, undo);
        SecurityOptions security = SecurityOptionText.parse(CheckHostConfig.orEmpty(host.securityOpt()));
        try {
            Files.createDirectory(parts.places().container(id), FOR_ROOT);
        } catch (IOException e) {
            throw new EngineException.SystemFailure(
                    "create " + parts.places().container(id) + ": " + Cause.reason(e), e);
        }
        undo.add(
                "remove the container's directory",
                () -> Tree.remove(parts.places().container(id)));
        makeRootFileSystem(id, host, image);
        undo.add("remove the writable layer", () -> parts.rootfs().remove(id));
        checkPaths(id, config);
        List<ContainerMount> mounts =
                ResolveMounts.resolve(id, asked, parts.volumes(), parts.places().dataRoot(), undo);
        checkNumber(mounts, host);
        var file = new ContainerFile(
                id,
                fullName,
                Instant.now(),
                image.map(i -> i.id().toString()).orElse(""),
                image.map(Create::manifest).orElse(null),
                withHostname(config, host, id),
                host,
                config.networkDisabled() ? Map.of() : networks,
                Map.of(),
                config.networkDisabled() ? List.of() : ContainerFile.attachments(networks),
                mounts,
                AppArmor.ofThisHost().shown(security, host.privileged()),
                new State.Created(),
                LastRun.NONE,
                0,
                false,
                Map.of());
        parts.table().write(file);
        var container = new Container(parts.table(), file);
        parts.table().add(container);
        parts.volumes().made(id);
        return container;
    }

    static void checkNumber(List<ContainerMount> mounts, HostConfig host) {
        int all = mounts.size()
                + (host.tmpfs() == null ? 0 : host.tmpfs().size())
                + (host.devices() == null ? 0 : host.devices().size());
        if (all > MOST_MOUNTS) {
            throw new InvalidRequest("a container has at most " + MOST_MOUNTS
                    + " mounts and devices together, and this one asks for " + all);
        }
    }

    /** On an image's layers; on a directory of the host ({@code run --rootfs}); or empty. */
    private void makeRootFileSystem(String id, HostConfig host, Optional<Image> image) {
        String directory =
                host.annotations() == null ? null : host.annotations().get(ROOTFS);
        if (directory == null) {
            parts.rootfs().create(id, image.map(parts.images()::unpacked).orElse(List.of()));
        } else if (image.isPresent()) {
            throw new InvalidRequest("a container has an image or a rootfs, not both");
        } else {
            parts.rootfs().createOver(id, Path.of(directory));
        }
    }

    /** Directories that a start will need must not be files of the image. */
    private void checkPaths(String id, ContainerConfig config) {
        String directory = config.workingDir();
        if (directory.length() > 1 && parts.rootfs().isFile(id, directory)) {
            throw new EngineException.SystemFailure("Cannot mkdir: " + directory + " is not a directory");
        }
        if (config.volumes() != null) {
            for (String volume : config.volumes().keySet()) {
                if (parts.rootfs().isFile(id, volume)) {
                    throw new EngineException.SystemFailure(
                            "cannot mount volume over existing file, file exists " + volume);
                }
            }
        }
    }

    private String reserve(String name, String id, Undo undo) {
        String fullName;
        if (name.isEmpty()) {
            fullName = Names.generate(parts.table(), id);
        } else {
            fullName = Names.full(name);
            parts.table().reserve(fullName, id);
        }
        undo.add("give back the name", () -> parts.table().release(fullName));
        return fullName;
    }

    private ContainerConfig withHostname(ContainerConfig config, HostConfig host, String id) {
        if (!config.hostname().isEmpty()) {
            return config;
        }
        var edit = config.edit();
        edit.hostname = host.networkMode().equals("host") ? parts.facts().hostname() : id.substring(0, 12);
        return edit.build();
    }

    private static ManifestDescriptor manifest(Image image) {
        Descriptor manifest = image.manifest();
        Platform platform = image.platform();
        return new ManifestDescriptor(
                manifest.mediaType(),
                manifest.digest().toString(),
                manifest.size(),
                manifest.annotations().isEmpty() ? null : new TreeMap<>(manifest.annotations()),
                new ManifestPlatform(
                        platform.architecture(), platform.os(), platform.osVersion(), null, platform.variant()));
    }

    /** What a HostConfig that leaves things open gets. */
    static final class Defaults {

        static final HostConfig HOST_CONFIG =
                dev.sampan.api.Json.read("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII), HostConfig.class);

        private Defaults() {}

        static HostConfig completed(HostConfig host, HostFacts facts) {
            var edit = host.edit();
            if (host.networkMode().isEmpty() || host.networkMode().equals("default")) {
                edit.networkMode = "bridge";
            }
            edit.ipcMode = host.ipcMode().isEmpty() ? "private" : host.ipcMode();
            if (host.cgroupnsMode().isEmpty()) {
                edit.cgroupnsMode = facts.cgroupVersion() == 2 && !host.privileged() ? "private" : "host";
            }
            LogConfig log = host.logConfig();
            edit.logConfig = new LogConfig(
                    log == null || log.type().isEmpty() ? LogDrivers.DEFAULT : log.type(),
                    log == null || log.config() == null ? Map.of() : log.config());
            edit.consoleSize = consoleSize(host.consoleSize());
            edit.runtime = runtime(host.runtime());
            edit.securityOpt = securityOptions(host);
            if (!host.privileged()) {
                edit.maskedPaths = host.maskedPaths() == null ? SystemPaths.masked() : host.maskedPaths();
                edit.readonlyPaths = host.readonlyPaths() == null ? SystemPaths.READ_ONLY : host.readonlyPaths();
            }
            return edit.build();
        }

        private static List<Long> consoleSize(@Nullable List<Long> given) {
            long height = given == null || given.isEmpty() ? 0 : given.get(0);
            long width = given == null || given.size() < 2 ? 0 : given.get(1);
            if (height < 0 || width < 0) {
                throw new InvalidRequest("invalid console size");
            }
            return List.of(height, width);
        }

        private static String runtime(String given) {
            return switch (given) {
                case "", "runc" -> "runc";
                case "io.containerd.runc.v2" -> given;
                default -> throw new InvalidRequest("unknown or invalid runtime name: " + given);
            };
        }

        /** Where the host's processes or memory are seen, an SELinux label of its own would only deny. */
        private static @Nullable List<String> securityOptions(HostConfig host) {
            boolean seesHost = host.privileged()
                    || host.pidMode().equals("host")
                    || host.ipcMode().equals("host");
            List<String> given = CheckHostConfig.orEmpty(host.securityOpt());
            if (!seesHost || given.stream().anyMatch(option -> option.startsWith("label="))) {
                return host.securityOpt();
            }
            var all = new ArrayList<>(given);
            all.add("label=disable");
            return all;
        }
    }
}
