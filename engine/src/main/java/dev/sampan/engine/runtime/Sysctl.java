package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Namespace.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A setting of the kernel by its name, sysctl(8). Whose it is follows from the name alone, before any path is made of it (invariant 13),
 * by the rules of runc.
 *
 * @param name dots between its parts, and a slash for a dot within one: {@code net.ipv4.conf.eth0/100.forwarding}
 */
record Sysctl(String name) {

    private static final Set<String> IPC = Set.of(
            "kernel.msgmax",
            "kernel.msgmnb",
            "kernel.msgmni",
            "kernel.sem",
            "kernel.shmall",
            "kernel.shmmax",
            "kernel.shmmni",
            "kernel.shm_rmid_forced");

    /** As a user writes it: where the first separator is a slash, slash and dot are exchanged (sysctl.d(5)). */
    static Sysctl written(String text) {
        int slash = text.indexOf('/');
        int dot = text.indexOf('.');
        return new Sysctl(slash >= 0 && (dot < 0 || slash < dot) ? exchanged(text) : text);
    }

    private static String exchanged(String text) {
        return text.replace('.', '\n').replace('/', '.').replace('\n', '/');
    }

    /** @param own the kinds of namespaces that the container does not share with the host */
    void requireOwned(Predicate<Type> own) {
        if (parts().stream().anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            throw refused("is not in a separate kernel namespace");
        }
        if (IPC.contains(name) || name.startsWith("fs.mqueue.")) {
            if (!own.test(Type.IPC)) {
                throw refused("is not allowed in the hosts ipc namespace");
            }
        } else if (name.startsWith("net.")) {
            if (!own.test(Type.NETWORK)) {
                throw refused("not allowed in host network namespace");
            }
        } else if (name.equals("kernel.hostname") && own.test(Type.UTS)) {
            throw refused("is not allowed as it conflicts with the OCI \"hostname\" field");
        } else if (!name.equals("kernel.domainname") || !own.test(Type.UTS)) {
            throw refused("is not in a separate kernel namespace");
        }
    }

    private LaunchFailure refused(String why) {
        return LaunchFailure.invalidSpec("sysctl \"" + name + "\" " + why);
    }

    /** Its file below {@code /proc/sys}; for one that {@link #requireOwned} let pass. */
    String path() {
        return String.join("/", parts());
    }

    private List<String> parts() {
        return Arrays.stream(name.split("\\.", -1))
                .map(part -> part.replace('/', '.'))
                .toList();
    }
}
