package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.linux.launch.NamespaceStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.struct.StatFs;
import java.util.Map;

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

    static void sysctls(Map<String, String> sysctls, Steps steps) {
        sysctls.forEach((name, value) -> steps.add(
                new PathStep.WriteFile(Steps.ROOT, "/proc/sys/" + path(name), value, StatFs.PROC),
                "after the network, whose interfaces have sysctls; before /proc/sys becomes read-only"));
    }

    /** Dots separate, and a slash stands for a dot within a name, as in {@code net.ipv4.conf.eth0/100.forwarding}. */
    private static String path(String name) {
        if (name.indexOf('/') >= 0 && (name.indexOf('.') < 0 || name.indexOf('/') < name.indexOf('.'))) {
            return name;
        }
        return name.replace('.', '\n').replace('/', '.').replace('\n', '/');
    }
}
