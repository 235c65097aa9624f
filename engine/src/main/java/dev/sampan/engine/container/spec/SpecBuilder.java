package dev.sampan.engine.container.spec;

import dev.sampan.engine.oci.Capabilities;
import dev.sampan.engine.oci.Linux;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.engine.security.AppArmor;
import dev.sampan.engine.security.Capability;
import dev.sampan.engine.security.UserSpec;
import dev.sampan.engine.spec.ContainerSpec;
import java.util.List;

/** A container's spec, with what a start has found out, as an OCI runtime spec. */
public final class SpecBuilder {

    private SpecBuilder() {}

    /** What the spec alone does not say. */
    public record Given(
            UserSpec.Resolved user, List<Namespace> namespaces, List<Mount> mounts, Limits.DeviceAccess devices) {}

    public static RuntimeSpec build(ContainerSpec spec, Given given) {
        boolean ownName = given.namespaces().stream().anyMatch(n -> n.type() == Namespace.Type.UTS);
        Linux linux = new Linux(
                given.namespaces(),
                List.of(),
                List.of(),
                given.devices().nodes(),
                "",
                Limits.resources(spec.resources(), given.devices().rules()),
                rootPropagation(given.mounts()),
                null,
                spec.security().sysctls(),
                spec.security().maskedPaths(),
                spec.security().readOnlyPaths(),
                "");
        return RuntimeSpec.of(process(spec, given.user()), linux)
                .root(new RuntimeSpec.Root("rootfs", spec.readOnlyRoot()))
                .hostname(ownName ? spec.network().hostname() : "")
                .domainname(ownName ? spec.network().domainname() : "")
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
    public static Process process(ContainerSpec spec, UserSpec.Resolved user) {
        var process = spec.process();
        var security = spec.security();
        return new Process(
                process.hasTerminal(),
                process.terminal(),
                user.user(),
                process.command(),
                Environment.of(spec, user.home()),
                process.workingDirectory(),
                Capabilities.of(Capability.names(Capability.granted(security))),
                process.limits(),
                security.options().noNewPrivileges(),
                AppArmor.ofThisHost().profile(security.options(), security.privileged()),
                "",
                process.oomScoreAdjustment());
    }
}
