package dev.sampan.cli.container;

import dev.sampan.cli.Failure;
import dev.sampan.cli.Program;
import dev.sampan.cli.flags.Parsed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The create request that a command line means, as plain maps. */
public final class ContainerRequest {
    private final Parsed flags;
    private final Program program;
    private final Map<String, @Nullable Object> config = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> host = new LinkedHashMap<>();

    private ContainerRequest(Program program, Parsed flags) {
        this.program = program;
        this.flags = flags;
    }

    /**
     * Reads the flags; the arguments are the image and its command.
     *
     * @param detached run -d: nothing is attached
     * @throws Failure without its "docker: " for what Docker's own client refuses
     */
    public static Map<String, @Nullable Object> of(Program program, Parsed flags, boolean detached) throws IOException {
        var request = new ContainerRequest(program, flags);
        request.check();
        request.streams(detached);
        request.config();
        request.ports();
        request.host();
        request.resources();
        request.storage();
        request.config.put("HostConfig", request.host);
        request.config.put("NetworkingConfig", Map.of("EndpointsConfig", EndpointFlags.of(flags, request.host)));
        return request.config;
    }

    private void check() {
        long swappiness = flags.number("memory-swappiness");
        if (swappiness != -1 && (swappiness < 0 || swappiness > 100)) {
            throw new Failure("invalid value: " + swappiness + ". Valid memory swappiness range is 0-100");
        }
        mode("pid", "PID", !flags.string("pid").isEmpty() && !shared(flags.string("pid")));
        String uts = flags.string("uts");
        mode("uts", "UTS", !uts.isEmpty() && !uts.equals("host"));
        String users = flags.string("userns");
        mode("userns", "USER", !users.isEmpty() && !users.equals("host"));
        String cgroup = flags.string("cgroupns");
        mode("cgroupns", "CGROUP", !cgroup.isEmpty() && !cgroup.equals("host") && !cgroup.equals("private"));
        for (String value : flags.list("storage-opt")) {
            if (!value.contains("=")) {
                throw new Failure("invalid storage option");
            }
        }
    }

    private void mode(String flag, String name, boolean bad) {
        if (bad) {
            throw new Failure("--" + flag + ": invalid " + name + " mode");
        }
    }

    private static boolean shared(String mode) {
        return mode.equals("host") || mode.startsWith("container:") && mode.length() > 10;
    }

    private void streams(boolean detached) {
        List<String> attach = flags.list("attach");
        boolean in = attach.stream().anyMatch("stdin"::equalsIgnoreCase);
        boolean out = attach.stream().anyMatch("stdout"::equalsIgnoreCase);
        boolean err = attach.stream().anyMatch("stderr"::equalsIgnoreCase);
        boolean open = flags.bool("interactive");
        if (attach.isEmpty() && !detached) {
            in = open;
            out = true;
            err = true;
        }
        config.put("AttachStdin", in);
        config.put("AttachStdout", out);
        config.put("AttachStderr", err);
        config.put("Tty", flags.bool("tty"));
        config.put("OpenStdin", open);
        config.put("StdinOnce", open && in);
    }

    private void config() throws IOException {
        config.put("Hostname", flags.string("hostname"));
        config.put("Domainname", flags.string("domainname"));
        config.put("User", flags.string("user"));
        List<String> environment = KeyValues.environment(program, flags.list("env-file"), flags.list("env"));
        config.put("Env", environment.isEmpty() ? null : environment);
        List<String> words = flags.arguments();
        String rootfs = flags.string("rootfs");
        boolean image = rootfs.isEmpty();
        config.put("Image", image ? words.getFirst() : "");
        List<String> command = image ? words.subList(1, words.size()) : words;
        config.put("Cmd", command.isEmpty() ? null : command);
        if (flags.has("entrypoint")) {
            config.put("Entrypoint", List.of(flags.string("entrypoint")));
        }
        config.put("WorkingDir", flags.string("workdir"));
        var labels = KeyValues.map(KeyValues.environment(program, flags.list("label-file"), flags.list("label")));
        config.put("Labels", labels);
        if (!image) {
            host.put(
                    "Annotations",
                    new LinkedHashMap<>(Map.of(
                            "dev.sampan.rootfs",
                            Path.of(rootfs).toAbsolutePath().normalize().toString())));
        }
        if (flags.has("stop-signal")) {
            config.put("StopSignal", flags.string("stop-signal"));
        }
        if (flags.has("stop-timeout")) {
            config.put("StopTimeout", flags.number("stop-timeout"));
        }
        health();
    }

    private void health() {
        boolean given = List.of("cmd", "interval", "retries", "start-interval", "start-period", "timeout").stream()
                .anyMatch(part -> flags.has("health-" + part));
        if (flags.bool("no-healthcheck")) {
            if (given) {
                throw new Failure("--no-healthcheck conflicts with --health-* options");
            }
            config.put("Healthcheck", Map.of("Test", List.of("NONE")));
        } else if (given) {
            var check = new LinkedHashMap<String, @Nullable Object>();
            if (flags.has("health-cmd")) {
                check.put("Test", List.of("CMD-SHELL", flags.string("health-cmd")));
            }
            check.put("Interval", interval("health-interval"));
            check.put("Timeout", interval("health-timeout"));
            check.put("StartPeriod", interval("health-start-period"));
            check.put("StartInterval", interval("health-start-interval"));
            if (flags.number("health-retries") < 0) {
                throw new Failure("--health-retries cannot be negative");
            }
            check.put("Retries", flags.number("health-retries"));
            config.put("Healthcheck", check);
        }
    }

    private long interval(String flag) {
        long nanos = Durations.nanos(flags.string(flag));
        if (nanos < 0) {
            throw new Failure("--" + flag + " cannot be negative");
        }
        return nanos;
    }

    private void ports() {
        var exposed = new PortSpecs();
        flags.list("publish").forEach(exposed::publish);
        flags.list("expose").forEach(exposed::expose);
        if (!exposed.exposed().isEmpty()) {
            config.put("ExposedPorts", exposed.exposed());
        }
        host.put("PortBindings", exposed.bindings());
        host.put("PublishAllPorts", flags.bool("publish-all"));
    }

    private void host() throws IOException {
        host.put("AutoRemove", flags.bool("rm"));
        host.put("RestartPolicy", restart());
        var options = KeyValues.map(flags.list("log-opt"));
        if (flags.string("log-driver").equals("none") && !options.isEmpty()) {
            throw new Failure("invalid logging opts for driver none");
        }
        host.put("LogConfig", Map.of("Type", flags.string("log-driver"), "Config", options));
        host.put("CapAdd", capabilities("cap-add"));
        host.put("CapDrop", capabilities("cap-drop"));
        host.put("CgroupnsMode", flags.string("cgroupns"));
        host.put("CgroupParent", flags.string("cgroup-parent"));
        host.put("Dns", flags.list("dns"));
        host.put("DnsOptions", flags.list("dns-option"));
        host.put("DnsSearch", flags.list("dns-search"));
        host.put(
                "ExtraHosts",
                orNull(flags.list("add-host").stream()
                        .map(ContainerRequest::extraHost)
                        .toList()));
        host.put("GroupAdd", orNull(flags.list("group-add")));
        host.put("IpcMode", flags.string("ipc"));
        host.put("PidMode", flags.string("pid"));
        host.put("UTSMode", flags.string("uts"));
        host.put("Isolation", flags.string("isolation"));
        host.put("UsernsMode", flags.string("userns"));
        host.put("Links", orNull(flags.list("link")));
        host.put("Privileged", flags.bool("privileged"));
        host.put("ReadonlyRootfs", flags.bool("read-only"));
        host.put("SecurityOpt", orNull(SecurityOptions.read(flags.list("security-opt"))));
        if (SecurityOptions.unmaskedPaths(flags.list("security-opt"))) {
            host.put("SecurityOpt", SecurityOptions.read(flags.list("security-opt")));
            host.put("MaskedPaths", List.of());
            host.put("ReadonlyPaths", List.of());
        }
        host.put("ShmSize", flags.bytes("shm-size"));
        host.put("OomScoreAdj", flags.number("oom-score-adj"));
        if (!flags.list("sysctl").isEmpty()) {
            host.put("Sysctls", KeyValues.map(flags.list("sysctl")));
        }
        if (!flags.list("annotation").isEmpty()) {
            var annotations = new LinkedHashMap<String, Object>(KeyValues.map(flags.list("annotation")));
            if (host.get("Annotations") instanceof Map<?, ?> own) {
                own.forEach((key, value) -> annotations.put((String) key, value));
            }
            host.put("Annotations", annotations);
        }
        if (flags.has("init")) {
            host.put("Init", flags.bool("init"));
        }
        if (flags.has("runtime")) {
            host.put("Runtime", flags.string("runtime"));
        }
    }

    /** The client writes capabilities in their long form, in capitals. */
    private @Nullable List<String> capabilities(String flag) {
        return orNull(flags.list(flag).stream()
                .map(name -> {
                    String upper = name.strip().toUpperCase(Locale.ROOT);
                    return upper.equals("ALL") || upper.startsWith("CAP_") ? upper : "CAP_" + upper;
                })
                .distinct()
                .sorted()
                .toList());
    }

    private static String extraHost(String value) {
        // host=ip is the newer form; the daemon knows only host:ip.
        int at = value.indexOf('=') >= 0 ? value.indexOf('=') : value.indexOf(':');
        String address = value.substring(at + 1);
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        return value.substring(0, at) + ":" + address;
    }

    private Map<String, @Nullable Object> restart() {
        String policy = flags.string("restart");
        String name = policy;
        long count = 0;
        int colon = policy.indexOf(':');
        if (colon >= 0) {
            name = policy.substring(0, colon);
            try {
                count = Integer.parseInt(policy.substring(colon + 1));
            } catch (NumberFormatException e) {
                throw new Failure("invalid restart policy format: maximum retry count must be an integer");
            }
        }
        if (name.isEmpty() && colon >= 0) {
            throw new Failure("invalid restart policy format: no policy provided before colon");
        }
        if (flags.bool("rm") && !name.isEmpty() && !name.equals("no")) {
            throw new Failure("conflicting options: cannot specify both --restart and --rm");
        }
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("Name", name);
        out.put("MaximumRetryCount", count);
        return out;
    }

    private void resources() {
        host.put("CpuShares", flags.number("cpu-shares"));
        host.put("CpuPeriod", flags.number("cpu-period"));
        host.put("CpuQuota", flags.number("cpu-quota"));
        host.put("CpuRealtimePeriod", flags.number("cpu-rt-period"));
        host.put("CpuRealtimeRuntime", flags.number("cpu-rt-runtime"));
        host.put("NanoCpus", flags.nano("cpus"));
        host.put("CpusetCpus", flags.string("cpuset-cpus"));
        host.put("CpusetMems", flags.string("cpuset-mems"));
        host.put("Memory", flags.bytes("memory"));
        host.put("MemoryReservation", flags.bytes("memory-reservation"));
        host.put("MemorySwap", flags.bytes("memory-swap"));
        host.put("MemorySwappiness", flags.number("memory-swappiness"));
        host.put("OomKillDisable", flags.bool("oom-kill-disable"));
        host.put("PidsLimit", flags.number("pids-limit"));
        host.put("BlkioWeight", flags.number("blkio-weight"));
        host.put(
                "BlkioWeightDevice",
                DeviceFlags.rates("blkio-weight-device", flags.list("blkio-weight-device"), "Weight", false));
        host.put(
                "BlkioDeviceReadBps",
                DeviceFlags.rates("device-read-bps", flags.list("device-read-bps"), "Rate", true));
        host.put(
                "BlkioDeviceWriteBps",
                DeviceFlags.rates("device-write-bps", flags.list("device-write-bps"), "Rate", true));
        host.put(
                "BlkioDeviceReadIOps",
                DeviceFlags.rates("device-read-iops", flags.list("device-read-iops"), "Rate", false));
        host.put(
                "BlkioDeviceWriteIOps",
                DeviceFlags.rates("device-write-iops", flags.list("device-write-iops"), "Rate", false));
        host.put(
                "Devices",
                flags.list("device").stream().map(DeviceFlags::mapping).toList());
        host.put("DeviceCgroupRules", orNull(flags.list("device-cgroup-rule")));
        if (flags.has("gpus")) {
            host.put("DeviceRequests", DeviceFlags.gpus(flags.string("gpus")));
        }
        host.put(
                "Ulimits",
                flags.list("ulimit").stream().map(DeviceFlags::ulimit).toList());
    }

    private void storage() {
        var binds = new ArrayList<String>();
        var volumes = new LinkedHashMap<String, Object>();
        for (String volume : flags.list("volume")) {
            VolumeFlag.sort(volume, binds, volumes);
        }
        host.put("Binds", orNull(binds));
        config.put("Volumes", volumes);
        host.put("VolumeDriver", flags.string("volume-driver"));
        host.put("VolumesFrom", orNull(flags.list("volumes-from")));
        List<Map<String, @Nullable Object>> mounts =
                flags.list("mount").stream().map(MountFlag::parse).toList();
        if (!mounts.isEmpty()) {
            host.put("Mounts", mounts);
        }
        if (!flags.list("tmpfs").isEmpty()) {
            var tmpfs = new LinkedHashMap<String, Object>();
            for (String value : flags.list("tmpfs")) {
                int colon = value.indexOf(':');
                tmpfs.put(colon < 0 ? value : value.substring(0, colon), colon < 0 ? "" : value.substring(colon + 1));
            }
            host.put("Tmpfs", tmpfs);
        }
        if (!flags.list("storage-opt").isEmpty()) {
            host.put("StorageOpt", KeyValues.map(flags.list("storage-opt")));
        }
    }

    private static <T> @Nullable List<T> orNull(List<T> list) {
        return list.isEmpty() ? null : list;
    }
}
