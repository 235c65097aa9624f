package dev.sampan.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.oci.Capabilities;
import dev.sampan.engine.oci.Linux;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.Namespace.Type;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.security.Devices;
import dev.sampan.linux.launch.CloneStep;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.NamespaceStep;
import dev.sampan.linux.launch.Planned;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Supervise;
import dev.sampan.linux.proc.KernelVersion;
import dev.sampan.linux.syscall.Namespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A spec in, the plan's text out: whatever changes what the kernel is asked shows here. A change that is meant is taken over with
 * {@code -Dgolden=write}.
 */
class ContainerPlanTest {

    private static final String ID = "0123456789abcdef";
    private static final String MEMORY = "/sys/fs/cgroup/memory/s/" + ID + "/tasks";
    private static final String COUNTING = "/sys/fs/cgroup/pids/s/" + ID + "/tasks";
    private static final KernelVersion NEW = KernelVersion.parse("6.18.0");
    private static final KernelVersion OLD = KernelVersion.parse("5.15.0-91-generic");

    @Test
    void aContainerOnVersion1() throws IOException {
        var join = new Join.Tasks(List.of(MEMORY), Optional.empty());
        golden(
                "container.txt",
                ContainerPlan.of(request(spec(), Optional.of(join), false), NEW).text());
    }

    @Test
    void aTerminalWithInitOnVersion2() throws IOException {
        var join = new Join.Directory("/sys/fs/cgroup/s/" + ID);
        var process = spec().process().terminal(true, new Process.ConsoleSize(25, 80));
        golden(
                "terminal.txt",
                ContainerPlan.of(request(spec().process(process), Optional.of(join), true), NEW)
                        .text());
    }

    /** Of what is attached nowhere, the console cannot be cloned before Linux 6.15. */
    @Test
    void terminalsAreAttachedAlsoWhereTheContainerHasNoDevpts() {
        var spec = spec();
        var mounts = spec.mounts().stream()
                .filter(mount -> !mount.type().equals("devpts"))
                .toList();
        var process = spec.process().terminal(true, new Process.ConsoleSize(25, 80));
        String text = ContainerPlan.of(request(spec.mounts(mounts).process(process), Optional.empty(), false), NEW)
                .text();
        assertThat(text)
                .containsSubsequence("move_mount(devpts, \"\", AT_FDCWD, \"/run/s/state\"", "open_tree(devpts, \"0\"");
    }

    @Test
    void anOldKernelTakesLayersByMount() {
        assertThat(ContainerPlan.of(request(spec(), Optional.empty(), false), OLD)
                        .text())
                .contains("mount(\"overlay\", \"/run/s/state\", \"overlay\"")
                .doesNotContain("lowerdir+");
    }

    /** mount(2) cuts its options after a page, in silence. */
    @Test
    void moreLayersThanAPageOfAnOldKernelHoldsGetShortNames() {
        var layers = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> "/a\\:b/" + "x".repeat(64) + i)
                .toList();
        String text = ContainerPlan.of(requestOn("lowerdir=" + String.join(":", layers)), OLD)
                .text();
        assertThat(text)
                .contains("symlinkat(\"/a:b/" + "x".repeat(64) + "100\", layer names, \"100\")")
                .contains("mount(\"overlay\", \"/run/s/state\", \"overlay\", 0, \"lowerdir=1:2:3:4:");
        assertThat(ContainerPlan.of(requestOn("lowerdir=/l/2:/l/1"), OLD).text())
                .doesNotContain("layer names");
    }

    @Test
    void aColonInALayersPathIsItsOwn() {
        assertThat(ContainerPlan.of(requestOn("lowerdir=/a\\:b/2:/a\\:b/1"), NEW)
                        .text())
                .contains("\"lowerdir+\", \"/a:b/2\"", "\"lowerdir+\", \"/a:b/1\"");
    }

    @Test
    void layersAreTakenOneByOneFromLinux68() {
        var request = requestOn("lowerdir=/a/2:/a/1");
        assertThat(ContainerPlan.of(request, KernelVersion.parse("6.6.51")).text())
                .doesNotContain("lowerdir+");
        assertThat(ContainerPlan.of(request, KernelVersion.parse("6.8.0-45-generic"))
                        .text())
                .contains("lowerdir+");
    }

    @Test
    void joinedNamespacesAreEnteredBeforeTheClone() {
        var linux = spec().linux()
                .namespaces(List.of(
                        Namespace.fresh(Type.MOUNT),
                        Namespace.fresh(Type.PID),
                        Namespace.join(Type.NETWORK, "/proc/7/ns/net")));
        String text = ContainerPlan.of(request(spec().linux(linux), Optional.empty(), false), NEW)
                .text();
        assertThat(text.indexOf("setns(joined-net")).isPositive().isLessThan(text.indexOf("clone3("));
        assertThat(text).doesNotContain("CLONE_NEWNET|", "|CLONE_NEWNET").doesNotContain("AF_NETLINK");
    }

    @Test
    void inheritableCapabilitiesStayEmptyWhateverTheSpecSays() {
        var all = List.of("CAP_KILL");
        var process = spec().process().capabilities(new Capabilities(all, all, all, all, List.of()));
        String text = ContainerPlan.of(request(spec().process(process), Optional.empty(), false), NEW)
                .text();
        assertThat(text).contains("capset(").doesNotContain("inheritable=CAP");
    }

    @Test
    void withoutNewPrivilegesTheFilterNeedsNoCapability() {
        var process = spec().process().noNewPrivileges(true);
        String text = ContainerPlan.of(request(spec().process(process), Optional.empty(), false), NEW)
                .text();
        assertThat(text.indexOf("PR_SET_NO_NEW_PRIVS"))
                .isPositive()
                .isLessThan(text.indexOf("SECCOMP_SET_MODE_FILTER"));
        assertThat(text).doesNotContain("CAP_SYS_ADMIN, ");
    }

    /** Whoever has entered a root executes one thing, the command that was asked for, as the last of all (CVE-2026-41567). */
    @Test
    void invariant2_theCommandIsAllThatIsEverExecuted() {
        var tasks = Optional.<Join>of(new Join.Tasks(List.of(MEMORY), Optional.empty()));
        for (var plan : List.of(
                ContainerPlan.of(request(spec(), tasks, false), NEW),
                ContainerPlan.of(request(spec(), tasks, true), OLD),
                ExecPlan.of(exec()))) {
            assertThat(executions(plan.steps())).as(plan.name()).isEqualTo(1);
            assertThat(plan.steps().getLast().step()).isInstanceOf(Supervise.class);
            assertThat(plan.steps())
                    .as("the supervisor stays with the host's files")
                    .noneMatch(planned -> planned.step() instanceof MountStep.PivotRoot
                            || planned.step() instanceof NamespaceStep.SetNamespace(Ref namespace, long types)
                                    && (types & Namespaces.CLONE_NEWNS) != 0);
        }
    }

    /** Of a list of steps and of what it forks; each but the last step of its list is none. */
    private static long executions(List<Planned> steps) {
        long found = 0;
        for (var planned : steps) {
            switch (planned.step()) {
                case ProcessStep.Exec _ -> {
                    assertThat(planned).isSameAs(steps.getLast());
                    found++;
                }
                case ProcessStep.Clone clone -> found += executions(clone.child());
                case CloneStep.Intermediate clone -> found += executions(clone.steps());
                case CloneStep.Sibling clone -> found += executions(clone.child());
                case ProcessStep.RunInit init -> found += executions(init.command());
                default -> {}
            }
        }
        return found;
    }

    @Test
    void anUnknownLimitIsRefused() {
        var process = spec().process().rlimits(List.of(new Process.Rlimit("RLIMIT_NONSENSE", 1, 1)));
        assertThatThrownBy(() -> ContainerPlan.of(request(spec().process(process), Optional.empty(), false), NEW))
                .hasMessage("invalid rlimit type: RLIMIT_NONSENSE");
    }

    @Test
    void anExec() throws IOException {
        golden("exec.txt", ExecPlan.of(exec()).text());
    }

    /** A container with CAP_SYS_PTRACE can take over what it can see before its execve. */
    @Test
    void whatAnExecClonesIntoTheContainerIsCountedFirstAndThenOnlyExecutes() {
        var intermediate = ExecPlan.of(exec()).steps().stream()
                .map(Planned::step)
                .filter(CloneStep.Intermediate.class::isInstance)
                .map(step -> ((CloneStep.Intermediate) step).steps())
                .findFirst()
                .orElseThrow();
        assertThat(ExecPlan.of(exec()).steps())
                .as("nothing is cloned besides")
                .noneMatch(planned ->
                        planned.step() instanceof NamespaceStep || planned.step() instanceof ProcessStep.Clone);
        assertThat(intermediate)
                .anyMatch(planned -> planned.step() instanceof NamespaceStep.SetNamespace(Ref namespace, long types)
                        && (types & Namespaces.CLONE_NEWPID) != 0
                        && (types & Namespaces.CLONE_NEWNS) != 0);
        assertThat(intermediate.getLast().step()).isInstanceOf(CloneStep.Sibling.class);
        assertThat(((CloneStep.Sibling) intermediate.getLast().step()).child())
                .extracting(Planned::step)
                .startsWith(
                        new DescriptorStep.Write(ExecPlan.COUNTING, "0"), new DescriptorStep.Close(ExecPlan.COUNTING))
                .satisfies(steps -> assertThat(steps.subList(2, steps.size()))
                        .hasOnlyElementsOfTypes(ProcessStep.Setsid.class, ProcessStep.Exec.class));
    }

    /** On version 2 a new mount in the host's cgroup namespace clears nsdelegate and memory_recursiveprot of the host's. */
    @Test
    void inTheHostsCgroupNamespaceTheHostsMountIsShown() {
        var join = Optional.<Join>of(new Join.Directory("/sys/fs/cgroup/s/" + ID));
        var shared = spec().linux()
                .namespaces(
                        List.of(Namespace.fresh(Type.MOUNT), Namespace.fresh(Type.PID), Namespace.fresh(Type.NETWORK)));
        assertThat(ContainerPlan.of(request(spec().linux(shared), join, false), NEW)
                        .text())
                .contains("open_tree(AT_FDCWD, \"/sys/fs/cgroup\"")
                .doesNotContain("fsopen(\"cgroup2\"");
        assertThat(ContainerPlan.of(request(spec(), join, false), NEW).text()).contains("fsopen(\"cgroup2\"");
    }

    /** After setns it would be the container's /proc that leads to the file (CVE-2025-52881). */
    @Test
    void labelsAreWrittenBeforeTheContainersFilesAreSeen() {
        var process = labelled(spec().process());
        String text = ContainerPlan.of(request(spec().process(process), Optional.empty(), false), NEW)
                .text();
        assertThat(text.indexOf("/proc/self/attr/apparmor/exec")).isPositive().isLessThan(text.indexOf("pivot_root("));
        String exec = ExecPlan.of(exec(process)).text();
        assertThat(exec.indexOf("/proc/self/attr/apparmor/exec")).isPositive().isLessThan(exec.indexOf("setns("));
        assertThat(ContainerPlan.of(request(spec().process(process), Optional.empty(), true), NEW)
                        .text())
                .as("init executes nothing")
                .contains("write(label, \"changeprofile docker-default\"");
    }

    private static Process labelled(Process process) {
        return new Process(
                false,
                null,
                process.user(),
                process.args(),
                process.env(),
                process.cwd(),
                process.capabilities(),
                process.rlimits(),
                false,
                "docker-default",
                "",
                null);
    }

    /** capset(2) is a call that a profile may lack; without new privileges nothing has to follow the filter. */
    @Test
    void withoutNewPrivilegesTheFilterIsLoadedLast() {
        var process = spec().process().noNewPrivileges(true);
        String text = ContainerPlan.of(request(spec().process(process), Optional.empty(), false), NEW)
                .text();
        assertThat(text.lastIndexOf("capset(")).isPositive().isLessThan(text.indexOf("SECCOMP_SET_MODE_FILTER"));
    }

    private static ExecRequest exec() {
        return exec(spec().process());
    }

    private static ExecRequest exec(Process of) {
        var id = new LiveRecord.Id(7, 8);
        var live = new LiveRecord(id, id, false, false, Instant.EPOCH, Path.of("/run/s/exit"));
        var process = of.user(new Process.User(1000, 100, List.of(100L)));
        return new ExecRequest(
                "feedfeedfeedfeed",
                live,
                process,
                Optional.of(new Join.Tasks(List.of(MEMORY, COUNTING), Optional.of(COUNTING))),
                Optional.of(new byte[16]),
                true,
                Path.of("/run/s/exec"));
    }

    private static RuntimeSpec spec() {
        var process = Process.of(List.of("sh", "-c", "true"), List.of("PATH=/usr/bin:/bin"))
                .capabilities(Capabilities.of(List.of("CAP_KILL", "CAP_SETUID")))
                .user(new Process.User(7, 8, List.of(8L)))
                .rlimits(List.of(new Process.Rlimit("RLIMIT_NOFILE", 512, 1024)))
                .cwd("/srv");
        var namespaces = Stream.of(Type.PID, Type.NETWORK, Type.MOUNT, Type.IPC, Type.UTS, Type.CGROUP)
                .map(Namespace::fresh)
                .toList();
        return RuntimeSpec.of(
                        process,
                        Linux.EMPTY
                                .namespaces(namespaces)
                                .devices(Devices.DEFAULT_NODES)
                                .sysctl(Map.of("net.ipv4.ip_forward", "1"))
                                .paths(List.of("/proc/kcore"), List.of("/proc/sys")))
                .hostname("boat")
                .root(new RuntimeSpec.Root("rootfs", true))
                .mounts(mounts());
    }

    private static List<Mount> mounts() {
        return Stream.concat(
                        TestContainer.mounts().stream(),
                        Stream.of(
                                new Mount("/sys/fs/cgroup", "cgroup", "cgroup", List.of("ro", "nosuid")),
                                Mount.bind("/etc", "/mnt/host", "ro", "rprivate")))
                .toList();
    }

    private static LaunchRequest request(RuntimeSpec spec, Optional<Join> join, boolean init) {
        return request("lowerdir=/l/2:/l/1", spec, join, init);
    }

    private static LaunchRequest requestOn(String layers) {
        return request(layers, spec(), Optional.empty(), false);
    }

    private static LaunchRequest request(String layers, RuntimeSpec spec, Optional<Join> join, boolean init) {
        var rootfs = new Mount("/", "overlay", "overlay", List.of(layers, "upperdir=/u", "workdir=/w"));
        return new LaunchRequest(
                ID,
                spec,
                List.of(rootfs),
                join,
                LaunchRequest.GROUPS_MADE,
                Optional.of(new byte[16]),
                true,
                init,
                access -> {},
                Path.of("/run/s/state"));
    }

    private static void golden(String name, String text) throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(
                    Path.of("src/test/resources/dev/sampan/engine/runtime").resolve(name), text);
        }
        try (var expected = ContainerPlanTest.class.getResourceAsStream(name)) {
            assertThat(expected).as("golden file " + name).isNotNull();
            assertThat(text).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
