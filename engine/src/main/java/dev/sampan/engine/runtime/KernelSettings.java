package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.linux.launch.NamespaceStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.struct.StatFs;
import java.util.function.Predicate;

/** Names and sysctls of the container's namespaces. */
final class KernelSettings {

    private KernelSettings() {}

    static void names(RuntimeSpec spec, Steps steps) {
        boolean own = ContainerPlan.fresh(spec, Namespace.Type.UTS);
        if (own && !spec.hostname().isEmpty()) {
            steps.add(new NamespaceStep.SetHostname(spec.hostname()), "of the container's own uts namespace");
        }
        if (own && !spec.domainname().isEmpty()) {
            steps.add(new NamespaceStep.SetDomainname(spec.domainname()), "of the container's own uts namespace");
        }
    }

    /** @throws LaunchFailure for a sysctl of a namespace that the container shares with the host */
    static void sysctls(RuntimeSpec spec, Steps steps) {
        requireOwned(spec, namespace -> false);
        spec.linux().sysctl().forEach((name, value) -> {
            String path = "/proc/sys/" + Sysctl.written(name).path();
            steps.add(
                    new PathStep.WriteFile(Steps.ROOT, path, value, StatFs.PROC),
                    "after the network, whose interfaces have sysctls; before /proc/sys becomes read-only");
        });
    }

    /** @param hosts whether a namespace that is joined is the host's after all */
    static void requireOwned(RuntimeSpec spec, Predicate<Namespace> hosts) {
        Predicate<Namespace.Type> own = type -> spec.linux().namespaces().stream()
                .anyMatch(n -> n.type() == type && (n.path().isEmpty() || !hosts.test(n)));
        spec.linux().sysctl().keySet().forEach(name -> Sysctl.written(name).requireOwned(own));
    }
}
