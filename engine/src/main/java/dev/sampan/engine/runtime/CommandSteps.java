package dev.sampan.engine.runtime;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.security.Capability;
import dev.sampan.linux.launch.CredentialStep;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.struct.StatFs;
import java.util.List;
import java.util.Optional;

/**
 * From a process inside its root, its streams in place, to its command: directory, limits, identity, powers, filter, execve. The same
 * for a container's first process and for an exec.
 *
 * <p>The filter comes as late as possible, so that it need not allow what set-up does. Loading one takes CAP_SYS_ADMIN or
 * no_new_privs: without the latter the capability is kept until the filter is in, and dropped by the one call after it.
 */
final class CommandSteps {

    private static final long SYS_ADMIN = 1L << Capability.CAP_SYS_ADMIN.ordinal();
    private static final int DEFAULT_UMASK = 022;

    private CommandSteps() {}

    static void add(Process process, Optional<byte[]> seccomp, Steps steps) {
        directory(process, steps);
        LimitSteps.rlimits(process, steps);
        label(process, steps);
        steps.add(new DescriptorStep.CloseOnExec(3), "no descriptor of the host survives execve (CVE-2024-21626)");
        identity(process, steps);
        var command = Command.of(process);
        if (command.isPath()) {
            steps.add(
                    new SyncStep.RefuseDirectory(command.name()),
                    "execve says only permission denied; as the user, who must be able to see it");
        }
        powers(process, seccomp, steps);
        steps.add(
                new ProcessStep.Exec(command.candidates(), process.args(), process.env()),
                "the PATH of the container, and its files");
    }

    private static void directory(Process process, Steps steps) {
        steps.add(new PathStep.Chdir(process.cwd()), "as root: the user may lack the right to pass through");
        steps.add(new SyncStep.CheckCwd(), "a path through a leaked descriptor would lie outside (CVE-2024-21626)");
        steps.add(
                new ProcessStep.Umask(
                        process.user().umask() == null
                                ? DEFAULT_UMASK
                                : process.user().umask()),
                "what programs expect");
    }

    private static void label(Process process, Steps steps) {
        if (!process.apparmorProfile().isEmpty() && !process.apparmorProfile().equals("unconfined")) {
            steps.add(
                    new PathStep.WriteFile(
                            Ref.CWD, "/proc/self/attr/apparmor/exec", "exec " + process.apparmorProfile(), StatFs.PROC),
                    "AppArmor confines from execve on");
        }
        if (!process.selinuxLabel().isEmpty()) {
            steps.add(
                    new PathStep.WriteFile(Ref.CWD, "/proc/self/attr/exec", process.selinuxLabel(), StatFs.PROC),
                    "SELinux confines from execve on");
        }
    }

    private static void identity(Process process, Steps steps) {
        var user = process.user();
        steps.add(
                new CredentialStep.DropBounding(mask(process.capabilities().bounding())),
                "no program can ever gain more; needs CAP_SETPCAP, so before it goes");
        if (user.uid() != 0) {
            steps.add(new CredentialStep.KeepCapabilities(true), "the next steps still need some after leaving uid 0");
        }
        steps.add(
                new CredentialStep.SetGroups(
                        user.additionalGids().stream().map(Long::intValue).toList()),
                "the daemon's groups go; needs uid 0");
        steps.add(new CredentialStep.SetGid((int) user.gid()), "before the uid, which takes the right to");
        steps.add(new CredentialStep.SetUid((int) user.uid()), "real, effective and saved: no way back");
    }

    private static void powers(Process process, Optional<byte[]> seccomp, Steps steps) {
        var asked = process.capabilities();
        long effective = mask(asked.effective());
        long permitted = mask(asked.permitted());
        // Inheritable is what ambient needs and nothing else, whatever the spec says (invariant 5, CVE-2022-24769).
        long ambient = mask(asked.ambient()) & permitted;
        if (process.noNewPrivileges()) {
            steps.add(new CredentialStep.NoNewPrivileges(), "setuid programs give nothing from here on");
        } else if (seccomp.isPresent()) {
            steps.add(
                    new CredentialStep.SetCapabilities(effective | SYS_ADMIN, permitted | SYS_ADMIN, ambient),
                    "loading a filter takes CAP_SYS_ADMIN when new privileges are allowed");
        }
        seccomp.ifPresent(filter -> steps.add(
                new CredentialStep.LoadSeccomp(filter, 0),
                "as late as possible; what follows is two calls that every profile allows"));
        steps.add(
                new CredentialStep.SetCapabilities(effective, permitted, ambient),
                "the command's, with nothing inheritable");
        if (ambient != 0) {
            steps.add(new CredentialStep.SetAmbient(ambient), "so that a program of another user keeps them");
        }
    }

    private static long mask(List<String> names) {
        return Capability.mask(names.stream()
                .map(n ->
                        Capability.named(n).orElseThrow(() -> new InvalidRequest("unknown capability: \"" + n + "\"")))
                .toList());
    }
}
