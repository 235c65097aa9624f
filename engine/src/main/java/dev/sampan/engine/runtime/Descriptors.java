package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.process.Stdio;
import dev.sampan.linux.launch.ExitRecord;
import dev.sampan.linux.launch.Launched;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Slot;
import dev.sampan.linux.proc.ProcessStat;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Events;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Pipes;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Terminals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a launch inherits, and what of it stays with the daemon. Closing it closes the rest: after a launch that is what only the new
 * process needs, after a failure everything.
 */
final class Descriptors implements AutoCloseable {

    private static final Pattern OF_PROCESS = Pattern.compile("/proc/([0-9]+)/ns/.*");

    private final Map<Ref, Fd> named = new HashMap<>();
    private final List<Fd> ours = new ArrayList<>();
    private final List<Fd> kept = new ArrayList<>();
    private final boolean terminal;
    private final Path exitRecord;
    private Optional<Fd> stdin = Optional.empty();
    private Optional<Fd> master = Optional.empty();

    Descriptors(boolean terminal, boolean withStdin, Path exitRecord) {
        this.terminal = terminal;
        this.exitRecord = exitRecord;
        try {
            Fd record = Files.openat(
                    Files.AT_FDCWD, exitRecord.toString(), Files.O_CREAT | Files.O_RDWR | Files.O_TRUNC, 0600);
            give(Slot.EXIT_RECORD.ref(), record);
            reserve(record);
            give(Slot.CONTROL.ref(), Events.eventfd(0, 0));
            if (!terminal) {
                pipes(withStdin);
            }
        } catch (Throwable failed) {
            close();
            throw failed;
        }
    }

    private static void reserve(Fd record) {
        try {
            ExitRecord.reserve(record.number());
        } catch (ErrnoException e) {
            throw new LaunchFailure("reserve the exit record: " + e.errno().text(), LaunchFailure.OTHER, e);
        }
    }

    private void pipes(boolean withStdin) {
        if (withStdin) {
            var pipe = Pipes.pipe2(0);
            give(StandardStreams.STDIN, pipe.reader());
            give(Slot.STDIN.ref(), pipe.writer());
            doNotBlock(pipe.writer());
            stdin = Optional.of(pipe.writer());
        }
        output(Slot.STDOUT, StandardStreams.STDOUT);
        output(Slot.STDERR, StandardStreams.STDERR);
    }

    private void output(Slot slot, Ref containers) {
        var pipe = Pipes.pipe2(0);
        give(slot.ref(), pipe.reader());
        give(containers, pipe.writer());
        doNotBlock(pipe.reader());
    }

    /** After both ends have their owner; only our end: programs do not expect to be told to try again. */
    private static void doNotBlock(Fd end) {
        Files.nonBlocking(end.number(), true);
    }

    void joinNamespaces(List<Namespace> namespaces) {
        namespaces.stream()
                .filter(n -> !n.path().isEmpty())
                .forEach(n -> give(ContainerPlan.namespaceRef(n), Files.open(n.path(), Files.O_RDONLY)));
    }

    /** Whether a namespace that is joined is the daemon's own: the container it is taken from may share that one. */
    boolean isHosts(Namespace joined) {
        var theirs = Inodes.fstat(named.get(ContainerPlan.namespaceRef(joined)).number());
        var ours = Inodes.statx(Files.AT_FDCWD, "/proc/self/ns/" + joined.type().procName(), 0);
        return theirs.device() == ours.device() && theirs.inode() == ours.inode();
    }

    /**
     * After all of them are open: a process that is there now was there when they were opened, so that its number was nobody else's.
     *
     * @throws EngineException.Conflict when one has ended
     */
    static void checkJoined(List<Namespace> namespaces) {
        for (var namespace : namespaces) {
            var pid = OF_PROCESS.matcher(namespace.path());
            if (namespace.startTime() != 0
                    && !(pid.matches() && ProcessStat.isAlive(Integer.parseInt(pid.group(1)), namespace.startTime()))) {
                throw new EngineException.Conflict("cannot join the "
                        + namespace.type().procName() + " namespace of another container: its process has ended");
            }
        }
    }

    void joinSharedMemory(List<Mount> mounts) {
        SharedMemory.of(mounts).ifPresent(shared -> {
            for (int i = 0; i < shared.paths().size(); i++) {
                give(SharedMemory.inherited().get(i), Files.open(shared.paths().get(i), Files.O_RDONLY));
            }
        });
    }

    /** @throws EngineException.Conflict when the container has ended */
    void joinContainer(LiveRecord container) {
        try {
            Fd pidfd = Processes.pidfdOpen(container.process().pid());
            give(ExecPlan.CONTAINER, pidfd);
            if (terminal) {
                int pid = container.process().pid();
                give(StandardStreams.PTS, Deadline.meet("open /dev/pts of the container", () -> devpts(pid)));
            }
        } catch (ErrnoException failed) {
            if (container.process().alive()) {
                throw failed;
            }
            throw new EngineException.Conflict("the container is not running", failed);
        }
        if (!container.process().alive()) {
            throw new EngineException.Conflict("the container is not running");
        }
    }

    /** Resolved inside the container's root, and then only believed when it is one (CVE-2025-52565). */
    private static Fd devpts(int pid) {
        try (var root = Files.open("/proc/" + pid + "/root", Files.O_PATH | Files.O_DIRECTORY)) {
            Fd devpts = Files.openat2(
                    root.number(), "/dev/pts", Files.O_PATH | Files.O_DIRECTORY, 0, Files.RESOLVE_IN_ROOT);
            try {
                if (Inodes.fstatfs(devpts.number()).type() != StatFs.DEVPTS) {
                    throw new LaunchFailure("open /dev/pts: not a devpts", LaunchFailure.OTHER, null);
                }
                return devpts;
            } catch (Throwable failed) {
                devpts.close();
                throw failed;
            }
        }
    }

    boolean hasStdin() {
        return stdin.isPresent();
    }

    Path exitRecord() {
        return exitRecord;
    }

    void joinCgroup(Optional<Join> join) {
        if (join.isPresent() && join.get() instanceof Join.Directory directory) {
            give(ContainerPlan.CGROUP, Files.open(directory.path(), Files.O_PATH | Files.O_DIRECTORY));
        }
    }

    /** For a process that moves itself into the group that counts processes, when it cannot see the host's files any more. */
    void joinCounting(Optional<Join> join) {
        CgroupSteps.counting(join).ifPresent(file -> give(ExecPlan.COUNTING, Files.open(file, Files.O_WRONLY)));
    }

    void give(Ref name, Fd descriptor) {
        named.put(name, descriptor);
        ours.add(descriptor);
    }

    Map<Ref, Fd> named() {
        return named;
    }

    /** Before the gate opens: once the command runs, its end can take the supervisor and the master with it. */
    void takeTerminal(Launched launched) {
        Fd taken = Processes.pidfdGetfd(launched.supervisorPidfd().number(), Slot.TERMINAL.number());
        ours.add(taken);
        Files.nonBlocking(taken.number(), true);
        master = Optional.of(taken);
    }

    /** The daemon's ends, which are the caller's once they are {@link #handedOver}. */
    Stdio stdio() {
        if (terminal) {
            Fd keyboard = Files.duplicate(master.orElseThrow().number(), 0);
            ours.add(keyboard);
            return new Stdio.Terminal(keep(master.get()), keep(keyboard));
        }
        return new Stdio.Pipes(stdin.map(this::keep), keep(Slot.STDOUT), keep(Slot.STDERR));
    }

    /** Writes for a process that has ended to the pipe or terminal that was its standard error. */
    void tell(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (master.isPresent()) {
            try (var peer = Terminals.peer(master.get().number())) {
                Content.write(peer.number(), bytes);
            }
        } else {
            Content.write(named.get(StandardStreams.STDERR).number(), bytes);
        }
    }

    /** The supervisor of a launch that is given up shall not wait until somebody reads its output. */
    void letGo() {
        Events.add(named.get(Slot.CONTROL.ref()).number(), 1);
    }

    Fd control() {
        return keep(Slot.CONTROL);
    }

    private Fd keep(Slot slot) {
        return keep(named.get(slot.ref()));
    }

    private Fd keep(Fd descriptor) {
        kept.add(descriptor);
        return descriptor;
    }

    /** Somebody else closes the daemon's ends from now on. */
    void handedOver() {
        ours.removeAll(kept);
    }

    @Override
    public void close() {
        ours.forEach(Fd::close);
    }
}
