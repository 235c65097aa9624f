package dev.sampan.engine.container.spec;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.container.check.CheckHostConfig;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.oci.Capabilities;
import dev.sampan.engine.oci.Linux;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.engine.security.AppArmor;
import dev.sampan.engine.security.Capability;
import dev.sampan.engine.security.SecurityOptions;
import dev.sampan.engine.security.UserSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Docker's configuration of a container as an OCI runtime spec. */
public final class SpecBuilder {

    private SpecBuilder() {}

    /** What the configuration alone does not say. */
    public record Given(
            UserSpec.Resolved user,
            SecurityOptions security,
            List<Namespace> namespaces,
            List<Mount> mounts,
            Limits.DeviceAccess devices) {}

    public static RuntimeSpec build(ContainerFile container, Given given) {
        ContainerConfig config = container.config();
        HostConfig host = container.hostConfig();
        boolean ownName = given.namespaces().stream().anyMatch(n -> n.type() == Namespace.Type.UTS);
        Linux linux = new Linux(
                given.namespaces(),
                List.of(),
                List.of(),
                given.devices().nodes(),
                "",
                Limits.resources(host, given.devices().rules()),
                rootPropagation(given.mounts()),
                null,
                sysctls(host),
                CheckHostConfig.orEmpty(host.maskedPaths()),
                CheckHostConfig.orEmpty(host.readonlyPaths()),
                "");
        return RuntimeSpec.of(process(container, given.user(), given.security()), linux)
                .root(new RuntimeSpec.Root("rootfs", host.readonlyRootfs()))
                .hostname(ownName ? config.hostname() : "")
                .domainname(ownName ? config.domainname() : "")
                .mounts(given.mounts());
    }

    /** What is mounted later in the container's root goes where its binds share theirs. */
    private static String rootPropagation(List<Mount> mounts) {
        var asked = mounts.stream().flatMap(mount -> mount.options().stream()).toList();
        if (asked.contains("shared") || asked.contains("rshared")) {
            return "shared";
        }
        return asked.contains("slave") || asked.contains("rslave") ? "rslave" : "rprivate";
    }

    /** The container's process, and with other arguments that of an exec. */
    public static Process process(ContainerFile container, UserSpec.Resolved user, SecurityOptions security) {
        ContainerConfig config = container.config();
        HostConfig host = container.hostConfig();
        var granted = Capability.granted(
                host.privileged(), CheckHostConfig.orEmpty(host.capAdd()), CheckHostConfig.orEmpty(host.capDrop()));
        return new Process(
                config.tty(),
                consoleSize(host),
                user.user(),
                container.command(),
                Environment.of(config, user.home()),
                config.workingDir(),
                Capabilities.of(Capability.names(granted)),
                Limits.rlimits(host.ulimits()),
                security.noNewPrivileges(),
                AppArmor.ofThisHost().profile(security, host.privileged()),
                "",
                host.oomScoreAdj());
    }

    private static Process.ConsoleSize consoleSize(HostConfig host) {
        var size = host.consoleSize();
        return size == null
                ? new Process.ConsoleSize(0, 0)
                : new Process.ConsoleSize(size.get(0).intValue(), size.get(1).intValue());
    }

    /** An own network namespace lets everybody bind low ports and ping, as Docker does since 20.10. */
    private static Map<String, String> sysctls(HostConfig host) {
        var sysctls = new TreeMap<String, String>();
        boolean ownNetwork =
                !host.networkMode().equals("host") && !host.networkMode().startsWith("container:");
        if (ownNetwork) {
            sysctls.put("net.ipv4.ip_unprivileged_port_start", "0");
            sysctls.put("net.ipv4.ping_group_range", "0 2147483647");
        }
        if (host.sysctls() != null) {
            sysctls.putAll(host.sysctls());
        }
        return sysctls;
    }
}
