package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.Process.ConsoleSize;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.MountStep.Option;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Slot;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.syscall.Mounts;
import java.nio.file.Path;
import java.util.List;

/**
 * Descriptors 0, 1 and 2: pipes, whose other ends the supervisor keeps, or a terminal, whose master it keeps.
 *
 * @param stdin for pipes: without it, descriptor 0 is the container's /dev/null
 */
record StandardStreams(Process process, boolean stdin) {

    static final Ref STDIN = Ref.of("stdin-read");
    static final Ref STDOUT = Ref.of("stdout-write");
    static final Ref STDERR = Ref.of("stderr-write");
    /** The container's devpts: a mount on its way into it, or, for an exec, its directory opened by the daemon. */
    static final Ref PTS = Ref.of("devpts");

    /** The supervisor tells that the terminal's master is in its slot. */
    static final int TERMINAL_READY = 2;

    private static final Ref MASTER = Ref.of("pty-master");
    private static final Ref PEER = Ref.of("pty");
    private static final int NO_CHANGE = -1;

    boolean terminal() {
        return process.terminal();
    }

    /** The container's ends of the pipes. */
    List<Ref> inherited() {
        if (terminal()) {
            return List.of();
        }
        return stdin ? List.of(STDIN, STDOUT, STDERR) : List.of(STDOUT, STDERR);
    }

    /** In the supervisor, for a new container: its devpts is made outside and attached inside. */
    void makeTerminal(Steps steps) {
        if (terminal()) {
            steps.add(
                    new MountStep.MakeFilesystem(
                            "devpts",
                            List.of(
                                    new Option.Text("source", "devpts"),
                                    new Option.Text("ptmxmode", "0666"),
                                    new Option.Text("mode", "0620"),
                                    new Option.Text("gid", "5")),
                            Mounts.MOUNT_ATTR_NOSUID | Mounts.MOUNT_ATTR_NOEXEC,
                            PTS),
                    "the container's terminals, made where the supervisor can keep a master");
            openTerminal(steps);
        }
    }

    /** In the supervisor: one more terminal of the devpts at {@link #PTS}. */
    void openTerminal(Steps steps) {
        var size = process.consoleSize() == null ? new ConsoleSize(0, 0) : process.consoleSize();
        steps.add(
                new DescriptorStep.OpenTerminal(PTS, size.height(), size.width(), MASTER, PEER),
                "both sides by descriptor, so that no path of the container is trusted (CVE-2025-52565)");
        steps.add(
                new DescriptorStep.KeepAt(MASTER, Slot.TERMINAL), "the daemon takes it here, and the next daemon too");
        steps.add(new DescriptorStep.Close(MASTER), "one is enough");
        steps.add(
                new SyncStep.Signal(TERMINAL_READY),
                "the daemon takes the master now: a command that ends at once could take it away");
    }

    /** In the supervisor, after the clone: an end of file comes only when no one else holds the other side. */
    void closeContainerEnds(Steps steps) {
        inherited()
                .forEach(ref -> steps.add(
                        new DescriptorStep.Close(ref),
                        "the container's end: its end of file must depend on the container alone"));
        if (terminal()) {
            steps.add(new DescriptorStep.Close(PEER), "the container's side of the terminal");
            steps.add(new DescriptorStep.Close(PTS), "attached in the container");
        }
    }

    /** In the container, where an own mount stands in place of its devpts. */
    void attachTerminal(List<Mount> mounts, Path place, Steps steps) {
        if (terminal() && mounts.stream().noneMatch(mount -> mount.type().equals("devpts"))) {
            steps.add(
                    new MountStep.AttachAt(PTS, place.toString()),
                    "the console is cloned from it, which before Linux 6.15 needs an attached source; the root will cover it");
        }
    }

    /** In the container: {@code /dev/console} is its terminal. */
    void makeConsole(Steps steps) {
        if (terminal()) {
            Ref console = Ref.of("console");
            Ref target = Ref.of("at /dev/console");
            steps.add(
                    new MountStep.OpenTree(PTS, "0", false, console),
                    "the first terminal of the devpts that we made ourselves: nothing to be led astray by");
            steps.add(
                    new SyncStep.VerifyFilesystem(console, dev.sampan.linux.struct.StatFs.DEVPTS),
                    "only a terminal may become the console (CVE-2025-52565)");
            steps.add(new PathStep.MakeFile(Steps.ROOT, "/dev/console", 0600, target), "programs log to it");
            steps.add(new MountStep.Attach(console, target), "the console is the container's terminal");
            steps.add(new DescriptorStep.Close(target), "covered now");
            steps.add(new DescriptorStep.Close(console), "attached");
        }
    }

    /** A session of the process's own, with its terminal; after {@link #connect}. */
    void makeSession(Steps steps) {
        steps.add(new ProcessStep.Setsid(), "a session of its own: no signal from another's terminal");
        if (terminal()) {
            steps.add(new ProcessStep.ControllingTerminal(), "Ctrl-C reaches the container's foreground group");
        }
    }

    /** Inside the container's root, which is the working directory: 0, 1 and 2, belonging to the process's user. */
    void connect(Steps steps) {
        if (terminal()) {
            steps.add(new SyncStep.AwaitGate(), "the last one: the daemon has the terminal");
            own(PEER, steps);
            List.of(0, 1, 2).forEach(n -> steps.add(new DescriptorStep.Dup(PEER, n), "the terminal"));
            return;
        }
        if (stdin) {
            own(STDIN, steps);
            steps.add(new DescriptorStep.Dup(STDIN, 0), "standard input");
        } else {
            steps.add(
                    new DescriptorStep.EmptyInput(0),
                    "standard input is empty: the container's own null device, so that no open file leads to the host's");
        }
        own(STDOUT, steps);
        steps.add(new DescriptorStep.Dup(STDOUT, 1), "standard output");
        own(STDERR, steps);
        steps.add(new DescriptorStep.Dup(STDERR, 2), "standard error");
    }

    private void own(Ref stream, Steps steps) {
        if (process.user().uid() != 0) {
            steps.add(
                    new PathStep.SetOwnerOf(stream, (int) process.user().uid(), NO_CHANGE),
                    "its user may open /dev/stdout again by name");
        }
    }
}
