package dev.sampan.linux.launch;

import static dev.sampan.linux.launch.LaunchTest.OUT;
import static dev.sampan.linux.launch.LaunchTest.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Events;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.MemoryFiles;
import dev.sampan.linux.syscall.Pipes;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.testkit.NeedsRoot;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which descriptors a launched process and its supervisor hold, and how a later daemon gets at them. */
@NeedsRoot
class DescriptorsTest {
    private static final Ref PIDFD = Ref.of("pidfd");

    @BeforeAll
    static void prepare() {
        Launcher.prepare();
    }

    /** Invariant 4 (CVE-2024-21626): no descriptor of the host survives, not even one the JVM opened without O_CLOEXEC. */
    @Test
    void noDescriptorOfTheDaemonReachesTheProgramOrTheSupervisor() throws Exception {
        try (var inheritable = new RandomAccessFile("/etc/passwd", "r");
                var directory = Files.open("/", Files.O_RDONLY | Files.O_DIRECTORY);
                // Beyond the numbers that the plan itself fills.
                var leaking = Files.duplicate(directory.number(), 200)) {
            clearCloseOnExec(leaking);
            assertThat(inheritable.getFD().valid()).isTrue();
            var steps = List.of(
                    new Planned(new DescriptorStep.Dup(OUT, 1), "output"),
                    new Planned(new DescriptorStep.CloseOnExec(3), "nothing of the host"),
                    LaunchTest.exec("/bin/sh", "-c", "ls -l /proc/self/fd; ls -l /proc/$PPID/fd"));
            try (var run = new LaunchTest.Run(LaunchTest.supervised(0, steps))) {
                run.launched.awaitExec(SOON);
                assertThat(run.output())
                        .doesNotContain("/etc/passwd", "-> /\n", ".jar", "sampan-launch")
                        .contains("/dev/null");
                run.exit();
            }
        }
    }

    /** Later steps close what is left, too; here the launched program is looked at before its first step. */
    @Test
    void invariant4_theLaunchedProgramBeginsWithItsOwnDescriptorsAlone() throws Exception {
        try (var directory = Files.open("/", Files.O_RDONLY | Files.O_DIRECTORY);
                var leaking = Files.duplicate(directory.number(), 200)) {
            clearCloseOnExec(leaking);
            var steps = new ArrayList<Planned>();
            steps.add(new Planned(new SyncStep.Signal(1), "begun"));
            steps.add(new Planned(new SyncStep.AwaitGate(), "looked at"));
            steps.addAll(LaunchTest.supervised(0, List.of(LaunchTest.exec("/bin/true")))
                    .steps());
            try (var run = new LaunchTest.Run(new LaunchPlan("sampan-test", List.of(OUT), steps))) {
                run.launched.awaitSignal(1, SOON);
                var held = java.nio.file.Path.of("/proc/" + run.launched.supervisor() + "/fd");
                try (var descriptors = java.nio.file.Files.list(held)) {
                    assertThat(descriptors.map(java.nio.file.Path::getFileName).map(Object::toString))
                            .allMatch(number -> Integer.parseInt(number) <= Slot.FIRST_FREE);
                }
                run.launched.openGate();
                run.launched.awaitExec(SOON);
                assertThat(run.exit().code()).isZero();
            }
        }
    }

    private static void clearCloseOnExec(Fd fd) {
        try (var call = new dev.sampan.linux.syscall.Call(dev.sampan.linux.syscall.Sys.FCNTL)) {
            call.number(fd.number()).number(2).number(0).run();
        }
    }

    @Test
    void aSocketOpenedInsideIsTakenBeforeTheGate() throws Exception {
        var socket = Ref.of("netlink");
        var steps = List.of(
                new Planned(
                        new DescriptorStep.OpenSocket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, 0, socket),
                        "configured by the daemon"),
                new Planned(new SyncStep.Signal(5), "the socket is there"),
                new Planned(new SyncStep.AwaitGate(), "until the network is up"),
                LaunchTest.exec("/bin/true"));
        try (var run =
                new LaunchTest.Run(LaunchTest.supervised(dev.sampan.linux.syscall.Namespaces.CLONE_NEWNET, steps))) {
            run.launched.awaitSignal(5, SOON);
            try (var taken = run.launched.take(socket)) {
                assertThat(java.nio.file.Files.readSymbolicLink(java.nio.file.Path.of(taken.path()))
                                .toString())
                        .startsWith("socket:");
            }
            assertThat(run.launched.child()).isPositive();
            run.launched.openGate();
            run.launched.awaitExec(SOON);
            assertThat(run.exit().code()).isZero();
        }
    }

    @Test
    void nothingIsTakenOfWhoHasTheNumberOfAChildThatIsGone() throws Exception {
        var socket = Ref.of("netlink");
        var steps = List.of(
                new Planned(new DescriptorStep.OpenSocket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, 0, socket), "taken"),
                new Planned(new SyncStep.Signal(5), "the socket is there"),
                new Planned(new SyncStep.AwaitGate(), "never opened"),
                LaunchTest.exec("/bin/true"));
        try (var run = new LaunchTest.Run(LaunchTest.supervised(0, steps))) {
            run.launched.awaitSignal(5, SOON);
            int child = run.launched.child();
            Processes.kill(child, Processes.SIGKILL);
            run.launched.ended().get(10, TimeUnit.SECONDS);
            Process other = withNumber(child);
            try {
                assertThat(other.pid()).isEqualTo(child);
                for (ThrowingCallable access :
                        List.<ThrowingCallable>of(() -> run.launched.open("ns/net"), () -> run.launched.take(socket))) {
                    assertThatThrownBy(access)
                            .isInstanceOfSatisfying(
                                    ErrnoException.class,
                                    e -> assertThat(e.is(Errno.ESRCH)).isTrue());
                }
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    private static Process withNumber(int wanted) throws Exception {
        var last = java.nio.file.Path.of("/proc/sys/kernel/ns_last_pid");
        for (int i = 0; ; i++) {
            java.nio.file.Files.writeString(last, String.valueOf(wanted - 1));
            Process process = new ProcessBuilder("sleep", "60").start();
            if (process.pid() == wanted || i == 100) return process;
            process.destroyForcibly().waitFor();
        }
    }

    /** Who traces a child from inside its container must not be able to give the daemon another process's number. */
    @Test
    void aChildCannotWriteWhatTheDaemonTrusts() throws Exception {
        var steps = List.of(
                new Planned(new SyncStep.Signal(1), "ready"),
                new Planned(new SyncStep.AwaitGate(), "the gate"),
                LaunchTest.exec("/bin/true"));
        try (var run = new LaunchTest.Run(LaunchTest.supervised(0, steps))) {
            run.launched.awaitSignal(1, SOON);
            assertThat(maps(run.launched.supervisor())).contains("10ffff0000-", "1100000000-");
            assertThat(maps(run.launched.child())).doesNotContain("10ffff0000-").contains("1100000000-");
            try (var child = Processes.pidfdOpen(run.launched.child());
                    var results = Processes.pidfdGetfd(child.number(), Slot.RESULTS.number())) {
                assertThat(java.nio.file.Path.of(results.path()).toRealPath()).hasToString("/dev/null");
            }
            run.launched.openGate();
            run.launched.awaitExec(SOON);
            run.exit();
        }
    }

    private static String maps(int pid) throws Exception {
        return java.nio.file.Files.readString(java.nio.file.Path.of("/proc/" + pid + "/maps"));
    }

    @Test
    void aChildBeforeItsGateEndsWithTheDaemon() throws Exception {
        var steps = List.of(
                new Planned(new SyncStep.Signal(1), "ready"),
                new Planned(new SyncStep.AwaitGate(), "the gate"),
                LaunchTest.exec("/bin/true"));
        try (var run = new LaunchTest.Run(LaunchTest.supervised(0, steps))) {
            run.launched.awaitSignal(1, SOON);
            run.launched.closeLink();
            assertThat(run.exit().code()).isEqualTo(127);
        }
    }

    /** Survival: another process finds all it needs at the supervisor's known numbers. */
    @Test
    void aLaterDaemonTakesTheStreamsFromTheSupervisor() throws Exception {
        var in = Pipes.pipe2(0);
        var out = Pipes.pipe2(0);
        var record = MemoryFiles.memfdCreate("exit", 0);
        var control = Events.eventfd(0, 0);
        var theirIn = Ref.of("child-stdin");
        Map<Ref, Fd> descriptors = new HashMap<>();
        descriptors.put(Slot.STDIN.ref(), in.writer());
        descriptors.put(Slot.STDOUT.ref(), out.reader());
        descriptors.put(Slot.EXIT_RECORD.ref(), record);
        descriptors.put(Slot.CONTROL.ref(), control);
        descriptors.put(OUT, out.writer());
        descriptors.put(theirIn, in.reader());
        var child = List.of(
                new Planned(new DescriptorStep.Dup(theirIn, 0), "input"),
                new Planned(new DescriptorStep.Dup(OUT, 1), "output"),
                new Planned(new DescriptorStep.CloseOnExec(3), "nothing else"),
                LaunchTest.exec("/bin/cat"));
        var plan = new LaunchPlan(
                "sampan-test",
                List.of(OUT, theirIn),
                List.of(
                        new Planned(new ProcessStep.Clone(0, Optional.empty(), PIDFD, child), "the program"),
                        new Planned(new Supervise(PIDFD), "survival")));
        var launched = Launcher.launch(plan, descriptors);
        launched.awaitExec(SOON);
        var supervisor = launched.supervisor();
        // The first daemon is gone with all it held.
        launched.close();
        descriptors.values().forEach(Fd::close);
        Fd stdin;
        try (var pidfd = Processes.pidfdOpen(supervisor)) {
            stdin = Processes.pidfdGetfd(pidfd.number(), Slot.STDIN.number());
        }
        try (var pidfd = Processes.pidfdOpen(supervisor);
                var stdout = Processes.pidfdGetfd(pidfd.number(), Slot.STDOUT.number());
                var asked = Processes.pidfdGetfd(pidfd.number(), Slot.CONTROL.number());
                var exit = Processes.pidfdGetfd(pidfd.number(), Slot.EXIT_RECORD.number());
                var process = Processes.pidfdGetfd(pidfd.number(), Slot.CHILD.number())) {
            Content.write(stdin.number(), "still here".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(Content.read(stdout.number(), 100), StandardCharsets.UTF_8))
                    .isEqualTo("still here");
            assertThat(Processes.pidfdSendSignal(process.number(), 0)).isTrue();
            // cat reads the end only when both the daemon's and the supervisor's copy are closed.
            stdin.close();
            Events.add(asked.number(), 1);
            launched.ended().get(10, TimeUnit.SECONDS);
            assertThat(ExitRecord.parse(Content.pread(exit.number(), 4096, 0))
                            .orElseThrow()
                            .code())
                    .isZero();
        }
    }
}
