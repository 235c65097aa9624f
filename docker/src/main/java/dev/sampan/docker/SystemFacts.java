package dev.sampan.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sampan.api.GoTime;
import dev.sampan.api.system.InfoResponse;
import dev.sampan.api.system.VersionResponse;
import dev.sampan.api.version.ApiVersion;
import dev.sampan.engine.Engine;
import dev.sampan.engine.cgroup.Cgroups;
import dev.sampan.engine.container.ContainerView;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.logging.LogDrivers;
import dev.sampan.engine.security.AppArmor;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** The answers to {@code /version} and {@code /info}: what can be said of the engine and of its {@link Host}. */
final class SystemFacts {
    private static final Logger LOG = System.getLogger(SystemFacts.class.getName());

    private static final Map<String, String> RUNTIME_STATUS = Map.of(
            "org.opencontainers.runtime-spec.features",
            "{\"ociVersionMin\":\"1.0.0\",\"ociVersionMax\":\"1.2.1\",\"annotations\":{\"dev.sampan.version\":\""
                    + Build.VERSION + "\"}}");

    private final Engine engine;
    private final String bridge;
    private final boolean liveRestore;
    private final String id;

    /**
     * @param bridge the default bridge's device
     * @param liveRestore whether containers outlive an orderly end of the daemon
     */
    SystemFacts(Engine engine, String bridge, boolean liveRestore) {
        this.engine = engine;
        this.bridge = bridge;
        this.liveRestore = liveRestore;
        this.id = engineId(engine.places().dataRoot().resolve("engine-id"));
    }

    private static String engineId(Path file) {
        try {
            return StateFile.read(file, content -> UUID.fromString(new String(content, US_ASCII).strip()))
                    .orElseGet(() -> newEngineId(file))
                    .toString();
        } catch (UncheckedIOException unreadable) {
            LOG.log(Level.WARNING, "the engine has another id until its next start: {0}", unreadable.getMessage());
            return UUID.randomUUID().toString();
        }
    }

    private static UUID newEngineId(Path file) {
        UUID id = UUID.randomUUID();
        try {
            StateFile.replace(file, id.toString().getBytes(US_ASCII));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "the engine has another id after its next start: write {0}: {1}",
                    file,
                    e.getMessage());
        }
        return id;
    }

    VersionResponse version(ApiVersion oldest) {
        String kernel = Host.kernelVersion();
        var details = Map.ofEntries(
                Map.entry("ApiVersion", ApiVersion.NEWEST.text()),
                Map.entry("Arch", Host.architecture()),
                Map.entry("BuildTime", Build.TIME),
                Map.entry("Experimental", "false"),
                Map.entry("GitCommit", Build.COMMIT),
                Map.entry("GoVersion", javaVersion()),
                Map.entry("KernelVersion", kernel),
                Map.entry("MinAPIVersion", oldest.text()),
                Map.entry("Module", "dev.sampan:server"),
                Map.entry("ModuleVersion", Build.VERSION),
                Map.entry("Os", "linux"));
        // Docker's clients print these four; here one process is all of them
        var parts = Map.of("GitCommit", Build.COMMIT);
        return new VersionResponse(
                new VersionResponse.Platform("Sampan"),
                Build.VERSION,
                ApiVersion.NEWEST.text(),
                oldest.text(),
                "linux",
                Host.architecture(),
                List.of(
                        new VersionResponse.Component("Engine", Build.VERSION, details),
                        new VersionResponse.Component("containerd", "sampan " + Build.VERSION, parts),
                        new VersionResponse.Component("runc", "sampan " + Build.VERSION, parts),
                        new VersionResponse.Component("docker-init", "sampan " + Build.VERSION, parts)),
                Build.COMMIT,
                javaVersion(),
                kernel,
                false,
                Build.TIME);
    }

    InfoResponse info() {
        List<ContainerView> containers = engine.containers().list(ListQuery.ALL);
        int running = count(containers, "running") + count(containers, "restarting");
        int paused = count(containers, "paused");
        Cgroups.Features cgroups = engine.cgroups().features();
        var runtime = Map.of(
                "runc", new InfoResponse.Runtime("sampan", RUNTIME_STATUS),
                "io.containerd.runc.v2", new InfoResponse.Runtime("sampan", RUNTIME_STATUS));
        var commit = new InfoResponse.Commit(Build.COMMIT);
        return new InfoResponse(
                id,
                containers.size(),
                running,
                paused,
                containers.size() - running - paused,
                engine.images().count(),
                engine.layers().driver(),
                List.of(),
                new InfoResponse.Plugins(
                        List.of("local"),
                        List.of("bridge", "host", "null"),
                        null,
                        engine.logDrivers().names()),
                cgroups.memory(),
                cgroups.swap(),
                cgroups.cpuCfs(),
                cgroups.cpuCfs(),
                cgroups.cpuShares(),
                cgroups.cpuset(),
                cgroups.pids(),
                Host.line("/proc/sys/net/ipv4/ip_forward").equals("1"),
                false,
                Host.entries("/proc/self/fd"),
                cgroups.oomKillDisable(),
                Host.entries("/proc/self/task"),
                GoTime.format(Instant.now()),
                LogDrivers.DEFAULT,
                "cgroupfs",
                String.valueOf(cgroups.version()),
                engine.events().listeners(),
                Host.kernelVersion(),
                Host.osRelease("PRETTY_NAME", "Linux"),
                Host.osRelease("VERSION_ID", ""),
                "linux",
                Host.architecture(),
                "https://index.docker.io/v1/",
                new InfoResponse.RegistryConfig(
                        List.of("::1/128", "127.0.0.0/8"),
                        Map.of("docker.io", new InfoResponse.RegistryConfig.Index("docker.io", List.of(), true, true)),
                        List.of()),
                Runtime.getRuntime().availableProcessors(),
                Host.memoryTotal(),
                null,
                engine.places().dataRoot().toString(),
                Host.environment("HTTP_PROXY"),
                Host.environment("HTTPS_PROXY"),
                Host.environment("NO_PROXY"),
                Host.line("/proc/sys/kernel/hostname"),
                List.of(),
                false,
                Build.VERSION,
                runtime,
                "runc",
                new InfoResponse.Swarm("", "", "inactive", false, "", null),
                liveRestore,
                "",
                "docker-init",
                commit,
                commit,
                commit,
                securityOptions(cgroups),
                "",
                new InfoResponse.FirewallBackend("nftables", List.of(List.of("Bridge", bridge))),
                List.of("/etc/cdi", "/var/run/cdi"),
                new InfoResponse.Containerd("", Map.of("Containers", "moby", "Plugins", "plugins.moby")),
                Stream.of(
                                warnings(cgroups),
                                AppArmor.ofThisHost().warning().stream(),
                                engine.networks().warnings().stream())
                        .flatMap(Function.identity())
                        .toList());
    }

    /** Docker's texts. */
    private static Stream<String> warnings(Cgroups.Features cgroups) {
        var warnings = new ArrayList<String>();
        warn(warnings, cgroups.memory(), "memory limit");
        warn(warnings, cgroups.swap(), "swap limit");
        warn(warnings, cgroups.cpuCfs(), "cpu cfs quota");
        warn(warnings, cgroups.cpuCfs(), "cpu cfs period");
        warn(warnings, cgroups.cpuShares(), "cpu shares");
        warn(warnings, cgroups.cpuset(), "cpuset");
        warn(warnings, cgroups.pids(), "pids limit");
        return warnings.stream();
    }

    private static void warn(List<String> warnings, boolean supported, String what) {
        if (!supported) {
            warnings.add("WARNING: No " + what + " support");
        }
    }

    /** What holds for a container that asks for nothing. */
    private static List<String> securityOptions(Cgroups.Features cgroups) {
        var options = new ArrayList<String>();
        if (AppArmor.ofThisHost().confines()) {
            options.add("name=apparmor");
        }
        options.add("name=seccomp,profile=builtin");
        if (cgroups.version() == 2) {
            options.add("name=cgroupns"); // its own by default, which on version 1 it is not
        }
        return options;
    }

    private static int count(List<ContainerView> containers, String state) {
        return (int)
                containers.stream().filter(c -> c.state().word().equals(state)).count();
    }

    private static String javaVersion() {
        return "java" + System.getProperty("java.version");
    }
}
