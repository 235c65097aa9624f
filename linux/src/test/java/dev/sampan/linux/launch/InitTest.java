package dev.sampan.linux.launch;

import static dev.sampan.linux.launch.LaunchTest.OUT;
import static dev.sampan.linux.launch.LaunchTest.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.testkit.NeedsRoot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The interpreter as process 1 of a container, as --init asks for. */
@NeedsRoot
class InitTest {
    @BeforeAll
    static void prepare() {
        Launcher.prepare();
    }

    private static LaunchPlan plan(String script) {
        var command = new ArrayList<Planned>();
        command.add(new Planned(new ProcessStep.ForegroundGroup(), "a shell in it controls its jobs"));
        command.add(new Planned(new ProcessStep.UnblockSignals(), "the command gets its own signals"));
        command.add(LaunchTest.exec("/bin/sh", "-c", script));
        var proc = Ref.of("proc");
        return LaunchTest.supervised(
                LaunchTest.ALL_NAMESPACES,
                List.of(
                        new Planned(new MountStep.Propagation("/", Mounts.MS_REC | Mounts.MS_SLAVE), "private"),
                        new Planned(new MountStep.MakeFilesystem("proc", List.of(), 0, proc), "its processes"),
                        new Planned(new MountStep.AttachAt(proc, "/proc"), "its processes"),
                        new Planned(new DescriptorStep.Dup(OUT, 1), "output"),
                        new Planned(new CredentialStep.Dumpable(false), "nobody looks into process 1"),
                        new Planned(new DescriptorStep.CloseRange(3, 4), "nothing of the host"),
                        new Planned(DescriptorStep.CloseRange.from(6), "nothing of the host"),
                        new Planned(new DescriptorStep.CloseOnExec(3), "nothing of the host"),
                        new Planned(new ProcessStep.PrepareInit(), "--init"),
                        new Planned(new ProcessStep.RunInit(command), "--init")));
    }

    @Test
    void endsAsItsCommandDoesAndReapsOrphans() throws Exception {
        var script = "(sleep 0.05 & ); sleep 0.3; grep -h State /proc/[0-9]*/status | grep -c Z; echo $$; exit 9";
        try (var run = new LaunchTest.Run(plan(script))) {
            run.launched.awaitExec(SOON);
            assertThat(run.output()).isEqualTo("0\n2\n");
            assertThat(run.exit().code()).isEqualTo(9);
        }
    }

    @Test
    void forwardsSignalsToItsCommand() throws Exception {
        try (var run =
                new LaunchTest.Run(plan("trap 'echo got it; exit 4' TERM; echo ready; while :; do sleep 0.02; done"))) {
            run.launched.awaitExec(SOON);
            assertThat(run.line()).isEqualTo("ready\n");
            Processes.kill(run.launched.child(), Processes.SIGTERM);
            assertThat(run.output()).isEqualTo("got it\n");
            assertThat(run.exit().code()).isEqualTo(4);
        }
    }

    @Test
    void aCommandThatASignalEndsGives128AndItsNumber() throws Exception {
        try (var run = new LaunchTest.Run(plan("kill -KILL $$"))) {
            run.launched.awaitExec(SOON);
            assertThat(run.exit().code()).isEqualTo(137);
        }
    }

    @Test
    void holdsNoDescriptorsAndNoPlan() throws Exception {
        try (var run = new LaunchTest.Run(plan("sleep 0.05; ls /proc/1/fd | wc -l; cat /proc/1/maps; echo end"))) {
            run.launched.awaitExec(SOON);
            var output = run.output();
            assertThat(output).startsWith("0\n").contains("end").doesNotContain("sampan-plan", "sampan-results");
            assertThat(run.exit().code()).isZero();
        }
    }

    @Test
    void aCommandThatIsNotThereFailsTheLaunch() throws Exception {
        var command = List.of(new Planned(
                new ProcessStep.Exec(List.of("/no/such", "/etc/passwd"), List.of("such"), List.of()), "the program"));
        var plan = LaunchTest.supervised(
                0,
                List.of(
                        new Planned(new ProcessStep.PrepareInit(), "--init"),
                        new Planned(new ProcessStep.RunInit(command), "--init")));
        try (var run = new LaunchTest.Run(plan)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> run.launched.awaitExec(SOON))
                    .isInstanceOfSatisfying(LaunchException.class, failed -> {
                        assertThat(failed.isExec()).isTrue();
                        assertThat(failed.errno()).isEqualTo(dev.sampan.linux.syscall.Errno.EACCES);
                    });
            assertThat(run.exit().code()).isEqualTo(127);
        }
    }
}
