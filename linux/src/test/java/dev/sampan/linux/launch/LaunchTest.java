package dev.sampan.linux.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.MemoryFiles;
import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.syscall.Pipes;
import dev.sampan.linux.syscall.Sys;
import dev.sampan.testkit.NeedsRoot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plans, executed by the real kernel. */
@NeedsRoot
class LaunchTest {
    static final Duration SOON = Duration.ofSeconds(10);
    static final long ALL_NAMESPACES = Namespaces.CLONE_NEWNS
            | Namespaces.CLONE_NEWPID
            | Namespaces.CLONE_NEWUTS
            | Namespaces.CLONE_NEWIPC
            | Namespaces.CLONE_NEWNET
            | Namespaces.CLONE_NEWCGROUP;
    static final Ref OUT = Ref.of("child-stdout");

    @BeforeAll
    static void prepare() {
        Launcher.prepare();
    }

    @Test
    void runsAProgramInSevenNamespacesAndRecordsItsExit() throws Exception {
        var plan = supervised(
                ALL_NAMESPACES,
                List.of(
                        new Planned(new NamespaceStep.SetHostname("boat"), "the container's name"),
                        new Planned(new DescriptorStep.Dup(OUT, 1), "standard output"),
                        exec("/bin/sh", "-c", "hostname; echo $$; exit 7")));
        try (var run = new Run(plan)) {
            run.launched.awaitExec(SOON);
            assertThat(run.output()).isEqualTo("boat\n1\n");
            assertThat(run.exit().code()).isEqualTo(7);
            assertThat(run.launched.child()).isPositive();
        }
    }

    @Test
    void aFailingStepNamesItself() throws Exception {
        var plan = supervised(
                Namespaces.CLONE_NEWNS,
                List.of(
                        new Planned(new PathStep.Chdir("/"), "begin somewhere"),
                        new Planned(new MountStep.Unmount("/nowhere", 0), "something impossible"),
                        exec("/bin/true")));
        try (var run = new Run(plan)) {
            assertThatThrownBy(() -> run.launched.awaitExec(SOON))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("umount2(\"/nowhere\", 0) -> ENOENT (step 3 of 6: something impossible)");
            assertThat(run.exit().code()).isEqualTo(127);
        }
    }

    @Test
    void stepsBehindAFilterThatForbidsTheClockAreTimedAllTheSame() throws Exception {
        var plan = supervised(
                0,
                List.of(
                        new Planned(new CredentialStep.NoNewPrivileges(), "lets anyone load a filter"),
                        new Planned(
                                new CredentialStep.LoadSeccomp(killing(Sys.CLOCK_GETTIME), 0),
                                "nothing reads the clock"),
                        new Planned(new PathStep.Chdir("/"), "behind the filter"),
                        exec("/bin/true")));
        var before = System.nanoTime();
        try (var run = new Run(plan)) {
            run.launched.awaitExec(SOON);
            var steps = run.launched.steps();
            for (var step : steps.subList(2, 5)) {
                var operation = step.operations().getFirst();
                assertThat(operation.began()).isBetween(before, System.nanoTime());
                assertThat(operation.nanoseconds()).isBetween(1L, SOON.toNanos());
            }
            assertThat(steps.get(5).operations().getFirst().result()).isEmpty();
            assertThat(run.exit().code()).isZero();
        }
    }

    /** A container that gets hold of the program which all launches run has it as /proc/PID/exe (CVE-2019-5736). */
    @Test
    void whoHoldsTheProgramCannotTakeItsModeFromLaterLaunches() throws Exception {
        try (var run = new Run(supervised(0, List.of(exec("/bin/sleep", "100"))))) {
            run.launched.awaitExec(SOON);
            try (var program = Files.open("/proc/" + run.launched.supervisor() + "/exe", Files.O_RDONLY)) {
                Inodes.fchmod(program.number(), 0);
            } catch (ErrnoException sealed) {
                assertThat(sealed.is(Errno.EPERM)).isTrue();
            }
            run.launched.kill();
        }
        assertThat(echo(5)).isEqualTo("5 exit 5");
    }

    /** A container with CAP_SYS_PTRACE makes an exec's child map the first bytes of the results: the child's number. */
    @Test
    void whoHoldsTheResultsCannotChangeWhoTheChildIs() throws Exception {
        try (var run = new Run(supervised(0, List.of(exec("/bin/sleep", "100"))))) {
            run.launched.awaitExec(SOON);
            int child = run.launched.child();
            var maps = Path.of("/proc/" + run.launched.supervisor() + "/map_files");
            try (var files = java.nio.file.Files.newDirectoryStream(maps, "10ffff0000-*");
                    var results = Files.open(files.iterator().next().toString(), Files.O_RDWR)) {
                assertThatThrownBy(() -> Content.write(results.number(), new byte[4]))
                        .isInstanceOf(ErrnoException.class)
                        .hasMessageContaining("EPERM");
                assertThatThrownBy(() -> Content.ftruncate(results.number(), 0))
                        .isInstanceOf(ErrnoException.class)
                        .hasMessageContaining("EPERM");
            }
            assertThat(run.launched.child()).isEqualTo(child);
            run.launched.kill();
        }
    }

    @Test
    void manyAtATimeFromVirtualThreadsDoNotMixUp() throws Exception {
        var launches = 120;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var atOnce = new Semaphore(16);
            var runs = new ArrayList<Future<String>>();
            for (int i = 0; i < launches; i++) {
                var number = i;
                runs.add(threads.submit(() -> {
                    atOnce.acquire();
                    try {
                        return echo(number);
                    } finally {
                        atOnce.release();
                    }
                }));
            }
            for (int i = 0; i < launches; i++) assertThat(runs.get(i).get()).isEqualTo(i + " exit " + i % 100);
        }
    }

    private static String echo(int number) throws Exception {
        var plan = supervised(
                Namespaces.CLONE_NEWPID | Namespaces.CLONE_NEWNS | Namespaces.CLONE_NEWUTS,
                List.of(
                        new Planned(new DescriptorStep.Dup(OUT, 1), "output"),
                        new Planned(new SyncStep.Signal(1), "ready"),
                        new Planned(new SyncStep.AwaitGate(), "the gate"),
                        exec("/bin/sh", "-c", "printf " + number + "; exit " + number % 100)));
        try (var run = new Run(plan)) {
            run.launched.awaitSignal(1, SOON);
            run.launched.openGate();
            run.launched.awaitExec(SOON);
            run.launched.recorded().get(10, TimeUnit.SECONDS);
            return run.output() + " exit " + run.exit().code();
        }
    }

    /** Classic BPF: load the number; if it is this call, kill; otherwise allow. */
    private static byte[] killing(Sys call) {
        var program = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        program.putLong(0x20L);
        program.putLong(0x15L | 1L << 24 | (long) call.number(Arch.host()) << 32);
        program.putLong(0x06L | 0x80000000L << 32);
        program.putLong(0x06L | 0x7fff0000L << 32);
        return program.array();
    }

    static Planned exec(String... command) {
        return new Planned(
                new ProcessStep.Exec(List.of(command[0]), List.of(command), List.of("PATH=/usr/bin:/bin")),
                "the program");
    }

    static LaunchPlan supervised(long namespaces, List<Planned> steps) {
        var child = new ArrayList<>(steps);
        if (steps.stream().noneMatch(planned -> planned.step() instanceof DescriptorStep.CloseOnExec)) {
            child.add(steps.size() - 1, new Planned(new DescriptorStep.CloseOnExec(3), "nothing of the host"));
        }
        var pidfd = Ref.of("child");
        return new LaunchPlan(
                "sampan-test",
                List.of(OUT),
                List.of(
                        new Planned(
                                new ProcessStep.Clone(namespaces, Optional.empty(), pidfd, child),
                                "the first process of the container"),
                        new Planned(new Supervise(pidfd), "keep what must outlive the daemon")));
    }

    /** A launch with its standard output and exit record. */
    static final class Run implements AutoCloseable {
        final Launched launched;
        final List<Fd> owned = new ArrayList<>();
        private final Fd output;
        private final Fd record;

        Run(LaunchPlan plan) {
            var pipe = Pipes.pipe2(0);
            record = MemoryFiles.memfdCreate("exit", 0);
            output = pipe.reader();
            owned.add(record);
            owned.add(output);
            Map<Ref, Fd> descriptors = new HashMap<>();
            descriptors.put(OUT, pipe.writer());
            descriptors.put(Slot.EXIT_RECORD.ref(), record);
            var control = dev.sampan.linux.syscall.Events.eventfd(0, 0);
            owned.add(control);
            descriptors.put(Slot.CONTROL.ref(), control);
            launched = Launcher.launch(plan, descriptors);
            pipe.writer().close();
        }

        String output() {
            return new String(Content.readAll(output.number()), StandardCharsets.UTF_8);
        }

        String line() {
            return new String(Content.read(output.number(), 100), StandardCharsets.UTF_8);
        }

        ExitRecord exit() throws Exception {
            launched.ended().get(10, TimeUnit.SECONDS);
            return ExitRecord.parse(Content.pread(record.number(), 4096, 0)).orElseThrow();
        }

        @Override
        public void close() {
            launched.close();
            owned.forEach(Fd::close);
        }
    }
}
