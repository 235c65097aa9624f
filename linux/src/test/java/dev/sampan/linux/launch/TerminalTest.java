package dev.sampan.linux.launch;

import static dev.sampan.linux.launch.LaunchTest.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Terminals;
import dev.sampan.linux.syscall.Terminals.WindowSize;
import dev.sampan.testkit.NeedsRoot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A container's terminal: its own devpts, made before the clone, whose master stays with the supervisor. */
@NeedsRoot
class TerminalTest {
    @BeforeAll
    static void prepare() {
        Launcher.prepare();
    }

    @Test
    void theProgramHasAControllingTerminalThatTheDaemonSizes() throws Exception {
        var devpts = Ref.of("devpts");
        var master = Ref.of("master");
        var peer = Ref.of("peer");
        var pidfd = Ref.of("pidfd");
        var options = List.<MountStep.Option>of(
                new MountStep.Option.Flag("newinstance"),
                new MountStep.Option.Text("ptmxmode", "0666"),
                new MountStep.Option.Text("mode", "0620"));
        var child = List.of(
                new Planned(new MountStep.Propagation("/", Mounts.MS_REC | Mounts.MS_SLAVE), "private"),
                new Planned(new MountStep.AttachAt(devpts, "/dev/pts"), "its terminals"),
                new Planned(new ProcessStep.Setsid(), "it leads its session"),
                new Planned(new DescriptorStep.Dup(peer, 0), "input"),
                new Planned(new ProcessStep.ControllingTerminal(), "for job control"),
                new Planned(new DescriptorStep.Dup(peer, 1), "output"),
                new Planned(new DescriptorStep.Dup(peer, 2), "errors"),
                new Planned(new DescriptorStep.CloseOnExec(3), "nothing else"),
                LaunchTest.exec(
                        "/bin/sh", "-c", "tty; stty size; trap 'stty size; exit 5' WINCH; echo ready; sleep 5 & wait"));
        var plan = new LaunchPlan(
                "sampan-test",
                List.of(),
                List.of(
                        new Planned(new MountStep.MakeFilesystem("devpts", options, 0, devpts), "an own instance"),
                        new Planned(new DescriptorStep.OpenTerminal(devpts, 24, 80, master, peer), "one terminal"),
                        new Planned(new DescriptorStep.KeepAt(master, Slot.TERMINAL), "survives the daemon"),
                        new Planned(
                                new ProcessStep.Clone(LaunchTest.ALL_NAMESPACES, Optional.empty(), pidfd, child), "go"),
                        new Planned(new DescriptorStep.Close(peer), "the end is read when the program has ended"),
                        new Planned(new DescriptorStep.Close(devpts), "the instance ends with the container"),
                        new Planned(new Supervise(pidfd), "survival")));
        try (var run = new LaunchTest.Run(plan)) {
            run.launched.awaitExec(SOON);
            try (var supervisor = Processes.pidfdOpen(run.launched.supervisor());
                    var terminal = Processes.pidfdGetfd(supervisor.number(), Slot.TERMINAL.number())) {
                var seen = new StringBuilder();
                while (!seen.toString().contains("ready")) {
                    Loop.shared().whenReadable(terminal).get(10, TimeUnit.SECONDS);
                    seen.append(new String(Content.read(terminal.number(), 4096), StandardCharsets.UTF_8));
                }
                assertThat(seen).contains("/dev/pts/0\r\n24 80\r\n");
                Terminals.setWindowSize(terminal.number(), new WindowSize(50, 132));
                assertThat(Terminals.windowSize(terminal.number())).isEqualTo(new WindowSize(50, 132));
                Loop.shared().whenReadable(terminal).get(10, TimeUnit.SECONDS);
                assertThat(new String(Content.read(terminal.number(), 4096), StandardCharsets.UTF_8))
                        .contains("50 132");
                assertThat(run.exit().code()).isEqualTo(5);
            }
        }
    }
}
