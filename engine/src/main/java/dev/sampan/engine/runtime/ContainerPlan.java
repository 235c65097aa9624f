package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.linux.launch.CredentialStep;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.LaunchPlan;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.NamespaceStep;
import dev.sampan.linux.launch.NetworkStep;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Slot;
import dev.sampan.linux.launch.Supervise;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.proc.KernelVersion;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.syscall.Sockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a container comes to be, top-down in the kernel's order. {@link #supervisor} runs in the host's namespaces, {@link #firstProcess}
 * in the container's; every method adds the steps of one concern.
 */
final class ContainerPlan {

    /** The process tells that its netlink socket is open. */
    static final int NETWORK_READY = 1;

    private static final int MOST_TITLE = 1000;

    static final Ref PIDFD = Ref.of("first-process");
    static final Ref CGROUP = Ref.of("cgroup");
    static final Ref NETLINK = Ref.of("netlink");

    private final LaunchRequest request;
    private final RuntimeSpec spec;
    private final Process process;
    private final KernelVersion kernel;
    private final StandardStreams streams;

    private ContainerPlan(LaunchRequest request, KernelVersion kernel) {
        this.request = request;
        this.spec = request.spec();
        this.process = spec.process();
        this.kernel = kernel;
        this.streams = new StandardStreams(process, request.stdin());
    }

    static LaunchPlan of(LaunchRequest request, KernelVersion kernel) {
        return new ContainerPlan(request, kernel).plan();
    }

    private LaunchPlan plan() {
        return new LaunchPlan(title(), inherited(), supervisor().planned());
    }

    /** The supervisor's command line, and an init's, which is forked from it: docker top shows that one. */
    private String title() {
        String init = "/sbin/docker-init -- " + String.join(" ", process.args());
        return request.init() ? init.substring(0, Math.min(init.length(), MOST_TITLE)) : "sampan-" + shortId();
    }

    private List<Ref> inherited() {
        var inherited = new ArrayList<Ref>(streams.inherited());
        joined().map(ContainerPlan::namespaceRef).forEach(inherited::add);
        cgroupDirectory().ifPresent(inherited::add);
        if (shm().isPresent()) {
            inherited.addAll(SharedMemory.inherited());
        }
        return inherited;
    }

    private Steps supervisor() {
        var steps = new Steps();
        steps.add(
                DescriptorStep.CloseRange.from(Slot.FIRST_FREE + inherited().size()),
                "the JDK opens files that are not close-on-exec: nothing of the daemon goes further");
        steps.add(
                new CredentialStep.Dumpable(false),
                "the child is born with it: until execve no process of a shared pid namespace may look into it");
        steps.add(new ProcessStep.Umask(0), "modes below are meant as written");
        joined().forEach(n -> steps.add(
                new NamespaceStep.SetNamespace(namespaceRef(n), clone(n.type())),
                "the container shares this " + n.type().procName()
                        + " namespace; before the clone, so the child begins in it"));
        streams.makeTerminal(steps);
        shm().ifPresent(s -> s.open(shmClone(s), steps));
        steps.add(
                new ProcessStep.Clone(
                        cloneFlags(), cgroupDirectory(), PIDFD, firstProcess().planned()),
                "all namespaces at once, so that nothing of the container ever runs outside of them");
        streams.closeContainerEnds(steps);
        shm().ifPresent(s -> SharedMemory.close(shmClone(s), steps));
        steps.add(
                new Supervise(PIDFD),
                "outlives the daemon: keeps the streams open, and writes down how the container ended");
        return steps;
    }

    private Steps firstProcess() {
        var steps = new Steps();
        openNetwork(steps);
        joinCgroup(steps);
        LimitSteps.oomScore(process, steps);
        if (!request.init()) {
            CommandSteps.label(process, steps);
        }
        steps.add(
                new CredentialStep.JoinSessionKeyring("_ses." + shortId()),
                "the daemon's keys must not be reachable from the container");
        var binds = Binds.of(spec.mounts());
        binds.clone(steps);
        steps.add(
                new MountStep.Propagation("/", Mounts.MS_REC | Mounts.MS_SLAVE),
                "no mount of the container may travel to the host; after the binds, which may want to stay shared");
        var hidden = new HiddenPaths(spec.linux().maskedPaths(), spec.linux().readonlyPaths());
        hidden.makeMask(request.stateDirectory(), steps);
        streams.attachTerminal(spec.mounts(), request.stateDirectory(), steps);
        new RootFilesystem(request.rootfs(), request.stateDirectory(), kernel).attach(steps);
        new Filesystems(spec.mounts(), request.cgroup(), fresh(spec, Namespace.Type.CGROUP), binds, streams)
                .attach(steps);
        new DeviceNodes(spec).make(steps);
        streams.makeConsole(steps);
        RootFilesystem.makeWorkingDirectory(process.cwd(), steps);
        awaitNetwork(steps);
        KernelSettings.sysctls(spec, steps);
        hidden.hide(steps);
        RootFilesystem.finish(spec, steps);
        KernelSettings.names(spec, steps);
        startCommand(steps);
        return steps;
    }

    private void joinCgroup(Steps steps) {
        if (joinsByItself(request)) {
            steps.add(
                    new SyncStep.AwaitGate(),
                    "the groups are there, with their limits; the daemon made them meanwhile");
        }
        CgroupSteps.joinVersion1(request.cgroup(), steps);
        if (fresh(spec, Namespace.Type.CGROUP)) {
            steps.add(
                    new NamespaceStep.Unshare(Namespaces.CLONE_NEWCGROUP),
                    "after joining, so that the container's own groups are the root of what it sees");
        }
    }

    private void openNetwork(Steps steps) {
        if (fresh(spec, Namespace.Type.NETWORK)) {
            steps.add(new NetworkStep.LoopbackUp(), "a new namespace has this one device, and it is down");
        }
        if (configuresNetwork(request)) {
            steps.add(
                    new DescriptorStep.OpenSocket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, Sockets.NETLINK_ROUTE, NETLINK),
                    "belongs to this namespace for ever: the daemon configures the network through it without entering");
            steps.add(new SyncStep.Signal(NETWORK_READY), "the daemon takes the socket and works while we mount");
        }
    }

    private void awaitNetwork(Steps steps) {
        if (configuresNetwork(request)) {
            steps.add(new SyncStep.AwaitGate(), "the network is complete before anything of the container runs");
        }
    }

    private void startCommand(Steps steps) {
        streams.connect(steps);
        streams.makeSession(steps);
        if (request.init()) {
            CommandSteps.keepStreams(List.of(), steps);
            CommandSteps.confineInit(process, request.seccomp(), steps);
            var command = new Steps();
            command.add(
                    new ProcessStep.ForegroundGroup(),
                    "the terminal's signals go to the command, not to init; while SIGTTOU is still blocked");
            command.add(new ProcessStep.UnblockSignals(), "init had blocked them so that none is lost");
            CommandSteps.execute(process, command);
            steps.add(
                    new ProcessStep.RunInit(command.planned()),
                    "process 1 reaps orphans and forwards signals (--init), confined as its command is");
        } else {
            CommandSteps.add(process, request.seccomp(), steps);
        }
    }

    /** Whether the daemon has something to configure in a network namespace of the container's own. */
    static boolean configuresNetwork(LaunchRequest request) {
        return request.network() != NetworkHook.NONE && fresh(request.spec(), Namespace.Type.NETWORK);
    }

    /** On version 1 a process writes itself into its groups; on version 2 it is born in its group. */
    static boolean joinsByItself(LaunchRequest request) {
        return request.cgroup().filter(join -> join instanceof Join.Tasks).isPresent();
    }

    static boolean fresh(RuntimeSpec spec, Namespace.Type type) {
        return spec.linux().namespaces().stream()
                .anyMatch(n -> n.type() == type && n.path().isEmpty());
    }

    private Stream<Namespace> joined() {
        return spec.linux().namespaces().stream().filter(n -> !n.path().isEmpty());
    }

    static Ref namespaceRef(Namespace namespace) {
        return Ref.of("joined-" + namespace.type().procName());
    }

    /** The cgroup namespace is not among them: it takes its root from where the process is when it is made. */
    private long cloneFlags() {
        return spec.linux().namespaces().stream()
                .filter(n -> n.path().isEmpty() && n.type() != Namespace.Type.CGROUP)
                .mapToLong(n -> clone(n.type()))
                .reduce(0, (a, b) -> a | b);
    }

    private Optional<SharedMemory> shm() {
        return SharedMemory.of(spec.mounts());
    }

    private Ref shmClone(SharedMemory shared) {
        return Binds.of(spec.mounts()).clones().get(shared.mount());
    }

    private Optional<Ref> cgroupDirectory() {
        return request.cgroup().filter(j -> j instanceof Join.Directory).map(j -> CGROUP);
    }

    private String shortId() {
        return request.id().substring(0, Math.min(12, request.id().length()));
    }

    static long clone(Namespace.Type type) {
        return switch (type) {
            case PID -> Namespaces.CLONE_NEWPID;
            case NETWORK -> Namespaces.CLONE_NEWNET;
            case MOUNT -> Namespaces.CLONE_NEWNS;
            case IPC -> Namespaces.CLONE_NEWIPC;
            case UTS -> Namespaces.CLONE_NEWUTS;
            case USER -> Namespaces.CLONE_NEWUSER;
            case CGROUP -> Namespaces.CLONE_NEWCGROUP;
            case TIME -> Namespaces.CLONE_NEWTIME;
        };
    }
}
