package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.linux.launch.CloneStep;
import dev.sampan.linux.launch.CredentialStep;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.LaunchPlan;
import dev.sampan.linux.launch.NamespaceStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Slot;
import dev.sampan.linux.launch.Supervise;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Namespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A further process in a running container. An intermediate process joins the container's groups and namespaces and confines itself by the
 * same {@link CommandSteps} as the first one; the process that it clones is the first of the three that the container can see. What
 * comes into a container's pid namespace is within reach of a container that has CAP_SYS_PTRACE: by then it has the container's files,
 * its powers, its filter and its groups, and no descriptor but its streams; on version 1 all groups but the one that counts processes,
 * and the {@code tasks} file of that one. Its first act is to move itself there: a full group refuses a fork, but nobody who moves in.
 */
final class ExecPlan {

    /** The container's first process as a pidfd: its number cannot be taken over by another while we join. */
    static final Ref CONTAINER = Ref.of("container");

    /** The {@code tasks} file of the group that counts processes, opened by the daemon; at {@link Slot#FIRST_FREE}. */
    static final Ref COUNTING = Ref.of("counting-group");

    private static final long JOINED = Namespaces.CLONE_NEWPID
            | Namespaces.CLONE_NEWNS
            | Namespaces.CLONE_NEWUTS
            | Namespaces.CLONE_NEWIPC
            | Namespaces.CLONE_NEWNET
            | Namespaces.CLONE_NEWCGROUP;

    private final ExecRequest request;
    private final StandardStreams streams;

    private ExecPlan(ExecRequest request) {
        this.request = request;
        this.streams = new StandardStreams(request.process(), request.stdin());
    }

    static LaunchPlan of(ExecRequest request) {
        var plan = new ExecPlan(request);
        return new LaunchPlan(
                "sampan-exec-"
                        + request.id().substring(0, Math.min(12, request.id().length())),
                plan.inherited(),
                plan.supervisor().planned());
    }

    private List<Ref> inherited() {
        var inherited = new ArrayList<Ref>();
        if (isCounted()) {
            inherited.add(COUNTING);
        }
        inherited.addAll(streams.inherited());
        inherited.add(CONTAINER);
        if (streams.terminal()) {
            inherited.add(StandardStreams.PTS);
        }
        cgroupDirectory().ifPresent(inherited::add);
        return inherited;
    }

    private boolean isCounted() {
        return CgroupSteps.counting(request.cgroup()).isPresent();
    }

    private Optional<Ref> cgroupDirectory() {
        return request.cgroup().filter(j -> j instanceof Join.Directory).map(j -> ContainerPlan.CGROUP);
    }

    private Steps supervisor() {
        var steps = new Steps();
        steps.add(
                DescriptorStep.CloseRange.from(Slot.FIRST_FREE + inherited().size()),
                "the JDK opens files that are not close-on-exec: nothing of the daemon goes further");
        steps.add(
                new CredentialStep.Dumpable(false),
                "the child is born with it: no process of the container may look into it before execve (CVE-2019-5736)");
        if (streams.terminal()) {
            streams.openTerminal(steps);
        }
        steps.add(
                new CloneStep.Intermediate(
                        cgroupDirectory(), ContainerPlan.PIDFD, intermediate().planned()),
                "the supervisor stays outside");
        streams.closeContainerEnds(steps);
        steps.add(new DescriptorStep.Close(CONTAINER), "joined");
        steps.add(
                new Supervise(ContainerPlan.PIDFD),
                "outlives the daemon: keeps the streams open, and writes down how the process ended");
        return steps;
    }

    private Steps intermediate() {
        var steps = new Steps();
        CgroupSteps.joinVersion1WithoutCounting(request.cgroup(), steps);
        if (isCounted()) {
            steps.add(
                    new SyncStep.VerifyFilesystem(COUNTING, StatFs.CGROUP),
                    "nothing else may pose as it (CVE-2025-52881)");
        }
        LimitSteps.oomScore(request.process(), steps);
        CommandSteps.label(request.process(), steps);
        steps.add(
                new CredentialStep.JoinSessionKeyring("_ses." + request.id()),
                "the daemon's keys must not be reachable from the container");
        steps.add(
                new NamespaceStep.SetNamespace(CONTAINER, JOINED),
                "all in one call, the pid namespace for what is cloned; with the mount namespace come the container's"
                        + " root and working directory");
        streams.connect(steps);
        CommandSteps.keepStreams(isCounted() ? List.of(COUNTING) : List.of(), steps);
        CommandSteps.confine(LimitSteps.withRoomForOne(request.process(), steps), request.seccomp(), steps);
        steps.add(
                new CloneStep.Sibling(command().planned()),
                "whoever looks at processes of the container finds one of its own (CVE-2016-9962)");
        return steps;
    }

    private Steps command() {
        var steps = new Steps();
        if (isCounted()) {
            steps.add(
                    new DescriptorStep.Write(COUNTING, "0"),
                    "the last of its groups: when it is full, it refuses forks, but not this; the kernel asks who opened the file,"
                            + " not who writes (CVE-2021-4197)");
            steps.add(new DescriptorStep.Close(COUNTING), "joined");
        }
        streams.makeSession(steps);
        LimitSteps.processes(request.process(), steps);
        CommandSteps.execute(request.process(), steps);
        return steps;
    }
}
