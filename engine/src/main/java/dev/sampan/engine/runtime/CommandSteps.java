package dev.sampan.engine.runtime;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.security.Capability;
import dev.sampan.linux.launch.CredentialStep;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Slot;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Files;
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
    private static final Ref LABEL = Ref.of("label");

    private CommandSteps() {}

    static void add(Process process, Optional<byte[]> seccomp, Steps steps) {
        confine(process, seccomp, steps);
        execute(process, steps);
    }

    /** All but the command: what it is cloned or executed from has these powers and no more. */
    static void confine(Process process, Optional<byte[]> seccomp, Steps steps) {
        confine(process, seccomp, Powers.of(process), steps);
    }

    /** For a process that stays and executes nothing (--init): with what an execve would have left it. */
    static void confineInit(Process process, Optional<byte[]> seccomp, Steps steps) {
        steps.add(new ProcessStep.PrepareInit(), "a filter may forbid it later");
        openLabel(process, steps);
        confine(process, seccomp, Powers.afterExecve(process), steps);
        writeLabel(process, steps);
    }

    private static void confine(Process process, Optional<byte[]> seccomp, Powers powers, Steps steps) {
        directory(process, steps);
        LimitSteps.rlimits(process, steps);
        steps.add(new DescriptorStep.CloseOnExec(3), "no descriptor of the host survives execve (CVE-2024-21626)");
        identity(process, steps);
        var command = Command.of(process);
        if (command.isPath()) {
            steps.add(
                    new SyncStep.RefuseDirectory(command.name()),
                    "execve says only permission denied; as the user, who must be able to see it");
        }
        powers(process, seccomp, powers, steps);
    }

    static void execute(Process process, Steps steps) {
        steps.add(
                new ProcessStep.Exec(Command.of(process).candidates(), process.args(), process.env()),
                "the PATH of the container, and its files");
    }

    /**
     * Leaves 0, 1, 2 and the link, on which the daemon hears of execve.
     *
     * @param also the first of those that the plan inherits under names of its own
     */
    static void keepStreams(List<Ref> also, Steps steps) {
        steps.add(
                new DescriptorStep.CloseRange(Slot.PLAN.number(), Slot.RESULTS.number()),
                "the host's null device, which a container could reach through /proc");
        if (!also.isEmpty()) {
            steps.add(
                    new DescriptorStep.CloseRange(Slot.EXIT_RECORD.number(), Slot.FIRST_FREE - 1), "the supervisor's");
        }
        int first = also.isEmpty() ? Slot.EXIT_RECORD.number() : Slot.FIRST_FREE + also.size();
        steps.add(DescriptorStep.CloseRange.from(first), "the supervisor's, and what the streams were made of");
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

    /** Through the host's /proc, before any mount of the container: what is written there is led nowhere else (CVE-2025-52881). */
    static void label(Process process, Steps steps) {
        if (isLabelled(process.apparmorProfile())) {
            steps.add(
                    new PathStep.WriteFile(
                            Ref.CWD, "/proc/self/attr/apparmor/exec", "exec " + process.apparmorProfile(), StatFs.PROC),
                    "AppArmor confines from execve on; a fork keeps it");
        }
        if (!process.selinuxLabel().isEmpty()) {
            steps.add(
                    new PathStep.WriteFile(Ref.CWD, "/proc/self/attr/exec", process.selinuxLabel(), StatFs.PROC),
                    "SELinux confines from execve on; a fork keeps it");
        }
    }

    private static boolean isLabelled(String profile) {
        return !profile.isEmpty() && !profile.equals("unconfined");
    }

    /** For init, which never executes anything: opened here, since its user may not later. */
    private static void openLabel(Process process, Steps steps) {
        String file = isLabelled(process.apparmorProfile())
                ? "/proc/self/attr/apparmor/current"
                : process.selinuxLabel().isEmpty() ? "" : "/proc/self/attr/current";
        if (!file.isEmpty()) {
            steps.add(
                    new PathStep.OpenInRoot(Ref.CWD, file, Files.O_WRONLY, LABEL),
                    "of the container's /proc, which we have just mounted; the working directory is still the root");
            steps.add(
                    new SyncStep.VerifyFilesystem(LABEL, StatFs.PROC), "nothing else may pose as it (CVE-2025-52881)");
        }
    }

    private static void writeLabel(Process process, Steps steps) {
        if (isLabelled(process.apparmorProfile())) {
            steps.add(
                    new DescriptorStep.Write(LABEL, "changeprofile " + process.apparmorProfile()),
                    "AppArmor confines init too, at once; last, since a profile may forbid what came before");
            steps.add(new DescriptorStep.Close(LABEL), "written");
        } else if (!process.selinuxLabel().isEmpty()) {
            steps.add(new DescriptorStep.Write(LABEL, process.selinuxLabel()), "SELinux confines init too, at once");
            steps.add(new DescriptorStep.Close(LABEL), "written");
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

    /** Masks of capabilities; the ambient ones are inheritable too. */
    private record Powers(long effective, long permitted, long ambient) {

        /** Inheritable is what ambient needs and nothing else, whatever the spec says (invariant 5, CVE-2022-24769). */
        static Powers of(Process process) {
            var asked = process.capabilities();
            long permitted = mask(asked.permitted());
            return new Powers(mask(asked.effective()), permitted, mask(asked.ambient()) & permitted);
        }

        /** capabilities(7): a program without capabilities of its own gives root the bounding set, and others the ambient one. */
        static Powers afterExecve(Process process) {
            long ambient = of(process).ambient();
            long left = process.user().uid() == 0
                    ? mask(process.capabilities().bounding()) & of(process).permitted() | ambient
                    : ambient;
            return new Powers(left, left, ambient);
        }
    }

    private static void powers(Process process, Optional<byte[]> seccomp, Powers powers, Steps steps) {
        if (process.noNewPrivileges()) {
            steps.add(new CredentialStep.NoNewPrivileges(), "setuid programs give nothing from here on");
            capabilities(powers, steps);
            filter(seccomp, "last: nothing but the command has to be allowed by it", steps);
            return;
        }
        if (seccomp.isPresent()) {
            steps.add(
                    new CredentialStep.SetCapabilities(
                            powers.effective() | SYS_ADMIN, powers.permitted() | SYS_ADMIN, powers.ambient()),
                    "loading a filter takes CAP_SYS_ADMIN when new privileges are allowed");
        }
        filter(seccomp, "as late as possible; only the capability for it goes afterwards", steps);
        capabilities(powers, steps);
    }

    private static void filter(Optional<byte[]> seccomp, String why, Steps steps) {
        seccomp.ifPresent(filter -> steps.add(new CredentialStep.LoadSeccomp(filter, 0), why));
    }

    private static void capabilities(Powers powers, Steps steps) {
        steps.add(
                new CredentialStep.SetCapabilities(powers.effective(), powers.permitted(), powers.ambient()),
                "the command's, with nothing inheritable");
        if (powers.ambient() != 0) {
            steps.add(new CredentialStep.SetAmbient(powers.ambient()), "so that a program of another user keeps them");
        }
    }

    private static long mask(List<String> names) {
        return Capability.mask(names.stream()
                .map(n ->
                        Capability.named(n).orElseThrow(() -> new InvalidRequest("unknown capability: \"" + n + "\"")))
                .toList());
    }
}
