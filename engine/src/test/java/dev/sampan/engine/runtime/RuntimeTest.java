package dev.sampan.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.Namespace.Type;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.StreamType;
import dev.sampan.engine.process.Streams;
import dev.sampan.engine.security.Capability;
import dev.sampan.engine.security.SeccompProfile;
import dev.sampan.engine.security.SecurityOptionText;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.route.Links;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsRoot
@Timeout(60)
class RuntimeTest {

    @TempDir
    Path directory;

    TestContainer container;

    /** What the first launch opens stays open for all: the loop and the interpreter's file. */
    @BeforeAll
    static void warmUp(@TempDir Path elsewhere) throws Exception {
        new TestContainer(elsewhere).run(TestContainer.spec("true"));
    }

    @BeforeEach
    void busybox() throws Exception {
        container = new TestContainer(directory);
    }

    @Test
    void runsACommandAndReportsItsOutputAndExitCode() throws Exception {
        var outcome = container.run(TestContainer.spec("sh", "-c", "echo out; echo err >&2; exit 7"));
        assertThat(outcome).isEqualTo(new TestContainer.Outcome(7, "out\n", "err\n"));
    }

    @Test
    void isProcessOneInNamespacesOfItsOwn() throws Exception {
        var outcome =
                container.run(TestContainer.spec("sh", "-c", "echo $$; hostname; ls /proc/self/fd; ls /sys/class/net"));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("1\ninside\n0\n1\n2\n3\nlo\n");
    }

    @Test
    void aMissingCommandIsNotFound() {
        assertThatThrownBy(() -> container.run(TestContainer.spec("nosuchcommand")))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(127))
                .hasMessage("exec: \"nosuchcommand\": executable file not found in $PATH");
        assertThatThrownBy(() -> container.run(TestContainer.spec("/no/such")))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(127))
                .hasMessage("exec: \"/no/such\": stat /no/such: no such file or directory");
    }

    @Test
    void whatCannotBeExecutedIsRefused() {
        assertThatThrownBy(() -> container.run(TestContainer.spec("/etc/passwd")))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(126))
                .hasMessage("exec: \"/etc/passwd\": permission denied");
        assertThatThrownBy(() -> container.run(TestContainer.spec("/etc")))
                .isInstanceOfSatisfying(
                        LaunchFailure.class, f -> assertThat(f.exitCode()).isEqualTo(126))
                .hasMessage("exec: \"/etc\": is a directory: permission denied");
    }

    /** Docker says that it started, and the rest in its output: a script whose interpreter is not there is found this way. */
    @Test
    void whatTheKernelCannotRunSaysSoAndEndsWith255() throws Exception {
        program("garbage", "no known format");
        program("script", "#!/no/such/interpreter\n");
        assertThat(container.run(TestContainer.spec("/bin/garbage")))
                .isEqualTo(new TestContainer.Outcome(255, "", "exec /bin/garbage: exec format error\n"));
        assertThat(container.run(TestContainer.spec("garbage")).err())
                .isEqualTo("exec /bin/garbage: exec format error\n");
        assertThat(container.run(TestContainer.spec("/bin/script")))
                .isEqualTo(new TestContainer.Outcome(255, "", "exec /bin/script: no such file or directory\n"));
        var process = TestContainer.spec("/bin/script").process().terminal(true, new Process.ConsoleSize(25, 80));
        assertThat(container.run(TestContainer.spec().process(process)))
                .isEqualTo(new TestContainer.Outcome(255, "exec /bin/script: no such file or directory\r\n", ""));
    }

    private void program(String name, String content) throws IOException {
        var file = Files.writeString(container.lower().resolve("bin").resolve(name), content);
        assertThat(file.toFile().setExecutable(true, false)).isTrue();
    }

    @Test
    void aTerminalIsTheContainersConsoleAndItsStandardStreams() throws Exception {
        var process = TestContainer.spec(
                        "sh", "-c", "tty; stty size; stat -c '%F %a' /dev/console; ls -1 /dev/pts; readlink /dev/ptmx")
                .process()
                .terminal(true, new Process.ConsoleSize(33, 77));
        var outcome = container.run(TestContainer.spec().process(process));
        assertThat(outcome.out().lines())
                .containsExactly("/dev/pts/0", "33 77", "character special file 620", "0", "ptmx", "pts/ptmx");
    }

    @Test
    void aBindIsThereWithItsOptionsAndItsTargetIsMade() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.writeString(shared.resolve("file"), "from the host");
        var outcome = container.run(withMounts(
                "cat /new/place/file /etc/one; touch /new/place/x 2>&1; touch /etc/one && echo writable",
                Mount.bind(shared.toString(), "/new/place", "ro", "rprivate"),
                Mount.bind(shared.resolve("file").toString(), "/etc/one")));
        assertThat(outcome.out())
                .isEqualTo("from the hostfrom the host" + "touch: /new/place/x: Read-only file system\nwritable\n");
    }

    @Test
    void aLinkInTheImageLeadsNoMountOutOfIt() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(container.lower().resolve("data"), outside);
        Files.createDirectories(Path.of(container.lower().toString() + outside));
        Files.createSymbolicLink(container.lower().resolve("up"), Path.of("../../../../../../../.."));
        Path shared = Files.createDirectory(directory.resolve("shared"));
        var outcome = container.run(withMounts(
                "touch /data/x /up/new/y; ls " + outside,
                Mount.bind(shared.toString(), "/data"),
                Mount.bind(shared.toString(), "/up/new")));
        assertThat(outcome).isEqualTo(new TestContainer.Outcome(0, "x\ny\n", ""));
        assertThat(outside).isEmptyDirectory();
        assertThat(shared).isDirectoryContaining("glob:**x").isDirectoryContaining("glob:**y");
    }

    @Test
    void aReadOnlyRootStillGetsItsMounts() throws Exception {
        var spec = TestContainer.spec("sh", "-c", "touch /x; touch /dev/shm/y && echo shm; ls -d /proc/1")
                .root(new RuntimeSpec.Root("rootfs", true));
        var outcome = container.run(spec);
        assertThat(outcome.err()).isEqualTo("touch: /x: Read-only file system\n");
        assertThat(outcome.out()).isEqualTo("shm\n/proc/1\n");
    }

    @Test
    void whatIsAboutTheHostIsHidden() throws Exception {
        var outcome = container.run(TestContainer.spec(
                "sh", "-c", "cat /proc/keys | wc -c; ls /sys/firmware | wc -l; echo 1 > /proc/sys/kernel/pid_max"));
        assertThat(outcome.out()).isEqualTo("0\n0\n");
        assertThat(outcome.err()).contains("Read-only file system");
    }

    @Test
    void runsAsItsUserWithNothingInheritable() throws Exception {
        var process = TestContainer.spec(
                        "sh", "-c", "id; grep -E 'Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs' /proc/self/status")
                .process()
                .user(new Process.User(7, 8, List.of(8L, 9L)))
                .noNewPrivileges(true);
        var outcome = container.run(TestContainer.spec().process(process));
        assertThat(outcome.out())
                .isEqualTo("uid=7 gid=8 groups=8,9\n"
                        + "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"
                        + "CapBnd:\t00000000a80425fb\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\n");
    }

    @Test
    void limitsSettingsAndDirectoryHold() throws Exception {
        var spec = TestContainer.spec(
                "sh", "-c", "ulimit -n; umask; pwd; cat /proc/sys/net/ipv4/ip_forward /proc/self/oom_score_adj");
        var process = spec.process()
                .rlimits(List.of(new Process.Rlimit("RLIMIT_NOFILE", 123, 456)))
                .cwd("/made/for/me");
        var adjusted = new Process(
                false,
                null,
                process.user(),
                process.args(),
                process.env(),
                process.cwd(),
                process.capabilities(),
                process.rlimits(),
                false,
                "",
                "",
                321);
        var outcome =
                container.run(spec.process(adjusted).linux(spec.linux().sysctl(Map.of("net.ipv4.ip_forward", "1"))));
        assertThat(outcome.out()).isEqualTo("123\n0022\n/made/for/me\n1\n321\n");
    }

    /** The daemon, and the JVM, want as many as there can be; programs that walk all numbers up to the limit do not. */
    @Test
    void aProgramMayHaveAsManyOpenFilesAsTheDaemonWasStartedWith() throws Exception {
        var before = Processes.prlimit(Processes.RLIMIT_NOFILE);
        Processes.prlimit(Processes.RLIMIT_NOFILE, 4321, before.hard());
        try {
            OpenFiles.raise();
            assertThat(Processes.prlimit(Processes.RLIMIT_NOFILE).soft()).isEqualTo(before.hard());
            var spec = TestContainer.spec("sh", "-c", "ulimit -Sn; ulimit -Hn");
            assertThat(container.run(spec).out()).isEqualTo("4321\n" + before.hard() + "\n");
            var asked = spec.process().rlimits(List.of(new Process.Rlimit("RLIMIT_NOFILE", 123, 456)));
            assertThat(container.run(spec.process(asked)).out()).isEqualTo("123\n456\n");
        } finally {
            OpenFiles.restore();
            Processes.prlimit(Processes.RLIMIT_NOFILE, before.soft(), before.hard());
        }
    }

    @Test
    void theFilterIsLoaded() throws Exception {
        byte[] filter = SeccompProfile.builtin().compile(Capability.DEFAULTS);
        var spec = TestContainer.spec("sh", "-c", "grep Seccomp: /proc/self/status; mount -t tmpfs none /mnt; true");
        var outcome = TestContainer.run(with(container.request(spec), Optional.of(filter), false, NetworkHook.NONE));
        assertThat(outcome.out()).isEqualTo("Seccomp:\t2\n");
        assertThat(outcome.err()).contains("mount");
    }

    @Test
    void initReapsForwardsAndEndsAsItsCommand() throws Exception {
        var spec = TestContainer.spec("sh", "-c", "echo $$; (sleep 0.1 &) ; kill -TERM $$");
        var outcome = TestContainer.run(with(container.request(spec), Optional.empty(), true, NetworkHook.NONE));
        assertThat(outcome).isEqualTo(new TestContainer.Outcome(143, "2\n", ""));
    }

    /** Whoever gets hold of process 1 has what its command has, and no more. */
    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "1000, false", "1000, true"})
    void initIsConfinedAsItsCommandIs(int user, boolean noNewPrivileges) throws Exception {
        var status = "grep -E '^(Uid|Gid|Groups|Cap...|NoNewPrivs|Seccomp|Seccomp_filters):' /proc/%s/status";
        var spec = TestContainer.spec(
                "sh", "-c", status.formatted("1") + "; echo; " + status.formatted("self") + "; ulimit -n");
        var process = spec.process()
                .user(new Process.User(user, user, List.of((long) user, 9L)))
                .rlimits(List.of(new Process.Rlimit("RLIMIT_NOFILE", 123, 456)))
                .noNewPrivileges(noNewPrivileges);
        byte[] filter = SeccompProfile.builtin().compile(Capability.DEFAULTS);
        var request = container.request(spec.process(process));
        var outcome = TestContainer.run(with(request, Optional.of(filter), true, NetworkHook.NONE));
        assertThat(outcome.err()).isEmpty();
        var blocks = outcome.out().split("\n\n");
        assertThat(blocks[0] + "\n123\n").isEqualTo(blocks[1]);
        assertThat(blocks[0])
                .contains("Uid:\t" + user, "Seccomp:\t2", "NoNewPrivs:\t" + (noNewPrivileges ? 1 : 0))
                .contains("CapEff:\t" + (user == 0 ? "00000000a80425fb" : "0000000000000000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_TRAP"})
    void aProfileThatKillsTheProcessIsNamed(String action) throws IOException {
        for (boolean init : new boolean[] {false, true}) {
            assertThatThrownBy(() -> runUnder("{\"defaultAction\": \"" + action + "\"}", init))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageMatching("the launched process was killed in cap(set|get)\\(.*\\) \\(step .*\\):"
                            + " the seccomp profile kills it there");
        }
    }

    /** Not even its exit: the process must end all the same. */
    @Test
    @Timeout(20)
    void aProfileThatRefusesEverythingIsAFailedStart() {
        assertThatThrownBy(() -> runUnder("{\"defaultAction\": \"SCMP_ACT_ERRNO\"}", false))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("-> EPERM");
    }

    private TestContainer.Outcome runUnder(String profile, boolean init) throws Exception {
        byte[] filter = SeccompProfile.chosen(SecurityOptionText.parse(List.of("seccomp=" + profile)), false)
                .orElseThrow()
                .compile(Capability.DEFAULTS);
        return TestContainer.run(
                with(container.request(TestContainer.spec("true")), Optional.of(filter), init, NetworkHook.NONE));
    }

    /** It could not learn of its command's end, and the container would stay for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"wait4", "rt_sigtimedwait"})
    void aProfileThatForbidsWhatInitLivesByIsAFailedStart(String call) throws IOException {
        var profile = "seccomp={\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"" + call
                + "\"], \"action\": \"SCMP_ACT_ERRNO\"}]}";
        byte[] filter = SeccompProfile.chosen(SecurityOptionText.parse(List.of(profile)), false)
                .orElseThrow()
                .compile(Capability.DEFAULTS);
        var request = container.request(TestContainer.spec("true"));
        assertThatThrownBy(() -> TestContainer.run(with(request, Optional.of(filter), true, NetworkHook.NONE)))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining(call, "EPERM");
    }

    @Test
    void theNetworkIsConfiguredBeforeTheCommandRuns() throws Exception {
        var pid = new AtomicInteger();
        NetworkHook hook = access -> {
            pid.set(access.pid());
            NetlinkSocket.on(access.netlink().number(), "").execute(Links.up("lo"));
        };
        var spec = TestContainer.spec("cat", "/sys/class/net/lo/operstate", "/sys/class/net/lo/flags");
        var outcome = TestContainer.run(with(container.request(spec), Optional.empty(), false, hook));
        assertThat(outcome.out()).isEqualTo("unknown\n0x9\n");
        assertThat(pid.get()).isPositive();
    }

    @Test
    void aFailedHookLeavesNothing() {
        NetworkHook hook = access -> {
            throw new IllegalStateException("no address is left");
        };
        assertThatThrownBy(() -> TestContainer.run(
                        with(container.request(TestContainer.spec("true")), Optional.empty(), false, hook)))
                .hasMessage("no address is left");
    }

    @Test
    void aFailedStepNamesItself() {
        var spec = TestContainer.spec("true");
        var broken = spec.linux().sysctl(Map.of("net.no.such.thing", "1"));
        assertThatThrownBy(() -> container.run(spec.linux(broken)))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageMatching(
                        "(?s)write sysctl key net\\.no\\.such\\.thing: openat2\\(.*net/no/such/thing.*-> ENOENT \\(step \\d+ of \\d+: .*\\).*");
    }

    @Test
    void aMissingSourceIsNamedWithItsTarget() {
        assertThatThrownBy(() -> container.run(withMounts("true", Mount.bind("/no/such/source", "/x"))))
                .hasMessage("error mounting \"/no/such/source\" to rootfs at \"/x\": no such file or directory");
    }

    @Test
    void anotherContainersNetworkIsShared() throws Exception {
        var first = container.request(TestContainer.spec("sleep", "100"));
        var live = new Runtime().launch(first);
        live.connect(new Streams(false, false), (stream, chunk) -> {});
        try {
            String theirs = Files.readSymbolicLink(Path.of("/proc/" + live.pid() + "/ns/net"))
                    .toString();
            var spec = TestContainer.spec("readlink", "/proc/self/ns/net");
            var namespaces = spec.linux().namespaces().stream()
                    .map(n -> n.type() == Type.NETWORK
                            ? Namespace.join(Type.NETWORK, "/proc/" + live.pid() + "/ns/net")
                            : n)
                    .toList();
            var other = new TestContainer(Files.createDirectory(directory.resolve("other")));
            assertThat(other.run(spec.linux(spec.linux().namespaces(namespaces)))
                            .out())
                    .isEqualTo(theirs + "\n");
        } finally {
            live.signal(9);
            live.exited().get();
        }
    }

    /** The container has ended, and its number is another process's: nobody joins that one's namespace (the host's, here). */
    @Test
    void aNumberThatAnotherProcessHasByNowIsNotJoined() throws Exception {
        int pid = (int) ProcessHandle.current().pid();
        var spec = TestContainer.spec("true");
        var namespaces = spec.linux().namespaces().stream()
                .map(n -> n.type() == Type.NETWORK ? Namespace.of(Type.NETWORK, pid, 1) : n)
                .toList();
        var request = container.request(spec.linux(spec.linux().namespaces(namespaces)));
        assertThatThrownBy(() -> new Runtime().launch(request))
                .isInstanceOf(dev.sampan.engine.error.EngineException.Conflict.class)
                .hasMessage("cannot join the net namespace of another container: its process has ended");
    }

    @Test
    void inputFlowsAndItsEndIsSeen() throws Exception {
        var base = container.request(TestContainer.spec("cat"));
        var request = new LaunchRequest(
                base.id(),
                base.spec(),
                base.rootfs(),
                base.cgroup(),
                LaunchRequest.GROUPS_MADE,
                base.seccomp(),
                true,
                false,
                NetworkHook.NONE,
                base.stateDirectory());
        var streams = new Streams(false, true);
        var log = new TestContainer.Recorder();
        var attachment =
                streams.attach(new Attachment.Wanted(true, true, false, Optional.empty()), (stream, chunk) -> {});
        var live = new Runtime().launch(request);
        live.connect(streams, log);
        byte[] much = "x".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(attachment.write(ByteBuffer.wrap(much))).isTrue();
        attachment.endInput();
        assertThat(live.exited().get().code()).isZero();
        assertThat(log.text(StreamType.STDOUT)).hasSize(much.length);
    }

    @Test
    void aThousandBindsAndThreeHundredFileSystemsAreMounted() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("many"));
        Mount[] mounts = Stream.concat(
                        IntStream.range(0, 1000).mapToObj(i -> Mount.bind(shared.toString(), "/bind/" + i)),
                        IntStream.range(0, 300)
                                .mapToObj(i -> new Mount("/memory/" + i, "tmpfs", "tmpfs", List.of("size=4k"))))
                .toArray(Mount[]::new);

        var outcome = container.run(withMounts("grep -c -e ' /bind/' -e ' /memory/' /proc/self/mountinfo", mounts));

        assertThat(outcome).isEqualTo(new TestContainer.Outcome(0, "1300\n", ""));
    }

    private static RuntimeSpec withMounts(String command, Mount... mounts) {
        return TestContainer.spec("sh", "-c", command)
                .mounts(Stream.concat(TestContainer.mounts().stream(), Stream.of(mounts))
                        .toList());
    }

    private static LaunchRequest with(LaunchRequest base, Optional<byte[]> seccomp, boolean init, NetworkHook hook) {
        return new LaunchRequest(
                base.id(),
                base.spec(),
                base.rootfs(),
                base.cgroup(),
                LaunchRequest.GROUPS_MADE,
                seccomp,
                false,
                init,
                hook,
                base.stateDirectory());
    }
}
