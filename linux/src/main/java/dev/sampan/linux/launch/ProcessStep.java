package dev.sampan.linux.launch;

import dev.sampan.linux.struct.CloneArgs;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Quoted;
import dev.sampan.linux.syscall.Sys;
import dev.sampan.linux.syscall.Terminals;
import java.util.List;
import java.util.Optional;

/** Processes: made, put into namespaces and sessions, waited for, replaced. */
public sealed interface ProcessStep extends Step {
    /**
     * clone3(2): the child runs {@code child}, whose last step never returns (Exec or RunInit); the parent goes on.
     *
     * @param flags CLONE_NEW* of the namespaces the child begins in
     * @param cgroup a cgroup v2 directory to begin in (CLONE_INTO_CGROUP)
     * @param as the child's pidfd, in the parent
     */
    record Clone(long flags, Optional<Ref> cgroup, Ref as, List<Planned> child) implements ProcessStep {
        public Clone {
            child = List.copyOf(child);
        }

        @Override
        public void lower(Ops ops) {
            var pidfd = Cell.space(8);
            var all = flags
                    | Namespaces.CLONE_PIDFD
                    | Namespaces.CLONE_PARENT_SETTID
                    | (cgroup.isPresent() ? Namespaces.CLONE_INTO_CGROUP : 0);
            var arguments = Cell.of(new CloneArgs(all, Processes.SIGCHLD).bytes())
                    .pointAt(CloneArgs.LAYOUT.offset("pidfd"), pidfd)
                    .putLong(CloneArgs.LAYOUT.offset("parent_tid"), PlanEncoder.RESULTS_FILE);
            cgroup.ifPresent(ref -> ops.store(arguments, CloneArgs.LAYOUT.offset("cgroup"), 8, ref));
            var shown = Namespaces.CLONE_FLAGS.text(all);
            ops.call(Sys.CLONE3)
                    .memory(arguments, "{flags=" + shown + ", exit_signal=SIGCHLD}")
                    .number(CloneArgs.SIZE)
                    .fork(child);
            ops.define(as, pidfd);
        }

        @Override
        public String title() {
            return "clone";
        }
    }

    /**
     * Keeps the child and the {@link Slot}s, closes the rest, and waits for the child of {@code pidfd}, closing STDIN when
     * CONTROL asks for it; then writes and syncs the {@link ExitRecord} into EXIT_RECORD, and ends. The last step of a
     * supervisor.
     */
    record Supervise(Ref pidfd) implements ProcessStep {
        private static final int POLLIN = 1;
        private static final int STATX_NLINK = 4;
        private static final long NAP_NANOSECONDS = 50_000_000;

        @Override
        public void lower(Ops ops) {
            // Executed through /proc, it would be called by a number.
            ops.prctl(Processes.PR_SET_NAME, "PR_SET_NAME").text("sampan-keeper");
            // A pidfd that is in its place already answers EINVAL.
            ops.call(Sys.DUP3)
                    .fd(pidfd)
                    .slot(Slot.CHILD)
                    .flags(Files.O_CLOEXEC, Files.DESCRIPTOR_FLAGS)
                    .tolerate(Errno.EINVAL);
            // The daemon sees the link end when the child executes its program: this copy must not hold it open.
            ops.call(Sys.CLOSE).slot(Slot.LINK);
            ops.call(Sys.CLOSE_RANGE)
                    .number(Slot.FIRST_FREE)
                    .number(Integer.MAX_VALUE)
                    .number(0);
            var record = ExitRecord.cell();
            ops.call(Sys.CLOCK_GETTIME).name(0, "CLOCK_REALTIME").memory(record, ExitRecord.STARTED, "&started");
            var polled = Cell.space(16)
                    .putInt(0, Slot.CHILD.number())
                    .putShort(4, POLLIN)
                    .putInt(8, Slot.CONTROL.number())
                    .putShort(12, POLLIN);
            var again = ops.here();
            var ended = new Label();
            ops.call(Sys.PPOLL)
                    .memory(polled, "{child, control}")
                    .number(2)
                    .nothing()
                    .nothing()
                    .number(8);
            ops.jumpUnless(polled, 6, 2, 0xffff, 0, ended);
            ops.call(Sys.READ).slot(Slot.CONTROL).memory(Cell.space(8), "count").number(8);
            ops.call(Sys.CLOSE).slot(Slot.STDIN).tolerate(Errno.EBADF);
            ops.jump(again);
            ops.place(ended);
            ops.call(Sys.WAITID)
                    .name(Processes.P_PIDFD, "P_PIDFD")
                    .slot(Slot.CHILD)
                    .memory(record, ExitRecord.SIGINFO, "&siginfo")
                    .name(Processes.WEXITED, "WEXITED")
                    .nothing();
            ops.call(Sys.CLOCK_GETTIME).name(0, "CLOCK_REALTIME").memory(record, ExitRecord.FINISHED, "&finished");
            ops.call(Sys.PWRITE64)
                    .slot(Slot.EXIT_RECORD)
                    .memory(record, "record")
                    .number(ExitRecord.SIZE)
                    .number(0)
                    .atLeast(ExitRecord.SIZE);
            // Told before the disk has it: the daemon's death loses nothing that is written, only a power cut does.
            ops.call(Sys.WRITE)
                    .slot(Slot.RECORDED)
                    .memory(Cell.longs(1), "{1}")
                    .number(8)
                    .tolerateAll();
            ops.call(Sys.FSYNC).slot(Slot.EXIT_RECORD).tolerate(Errno.EINVAL);
            awaitReader(ops);
            ops.call(Sys.EXIT_GROUP).number(0);
        }

        /**
         * What was written last stays in the pipes until a daemon, maybe the next one, has read it or asks us to let go. Nobody
         * will when the exit record has lost its name: a daemon that did not know of this launch has swept its directory.
         */
        private static void awaitReader(Ops ops) {
            var control = Cell.space(8).putInt(0, Slot.CONTROL.number()).putShort(4, POLLIN);
            var gone = new Label();
            var nap = new Label();
            var named = new Label();
            var timeout = Cell.longs(0, NAP_NANOSECONDS);
            var record = Cell.space(Stat.SIZE);
            var check = ops.here();
            for (var slot : List.of(Slot.STDOUT, Slot.STDERR, Slot.TERMINAL)) {
                var unread = Cell.space(4);
                ops.call(Sys.IOCTL)
                        .slot(slot)
                        .name(Terminals.FIONREAD, "FIONREAD")
                        .memory(unread, "&unread")
                        .tolerateAll();
                ops.jumpUnless(unread, 0, 4, 0xffffffffL, 0, nap);
            }
            ops.jump(gone);
            ops.place(nap);
            ops.call(Sys.STATX)
                    .slot(Slot.EXIT_RECORD)
                    .text("")
                    .name(Files.AT_EMPTY_PATH, "AT_EMPTY_PATH")
                    .name(STATX_NLINK, "STATX_NLINK")
                    .memory(record, "&record");
            ops.jumpUnless(record, Stat.LAYOUT.offset("stx_nlink"), 4, 0xffffffffL, 0, named);
            ops.jump(gone);
            ops.place(named);
            // The kernel leaves what is left of the time there: without this the second poll would not wait at all.
            ops.store(timeout, Long.BYTES, Long.BYTES, NAP_NANOSECONDS);
            ops.call(Sys.PPOLL)
                    .memory(control, "{control}")
                    .number(1)
                    .memory(timeout, "{50 ms}")
                    .nothing()
                    .number(8);
            ops.jumpIf(control, 6, 2, 0xffff, 0, check);
            ops.place(gone);
        }

        @Override
        public String title() {
            return "supervise";
        }
    }

    /**
     * Process 1 of the container (--init): forks, the child runs {@code command}, and this process reaps whatever is
     * left to it, forwards signals to the command and ends as the command does. The last step of its list.
     */
    record RunInit(List<Planned> command) implements ProcessStep {
        public RunInit {
            command = List.copyOf(command);
        }

        @Override
        public void lower(Ops ops) {
            ops.prctl(Processes.PR_SET_NAME, "PR_SET_NAME").text("docker-init");
            // All blocked before the fork: none is lost that arrives before the command is known.
            ops.signalMask(-1L, "all");
            var child = new Ref("command");
            var arguments = Cell.of(new CloneArgs(0, Processes.SIGCHLD).bytes());
            ops.call(Sys.CLONE3)
                    .memory(arguments, "{exit_signal=SIGCHLD}")
                    .number(CloneArgs.SIZE)
                    .as(child)
                    .fork(command);
            ops.call(Sys.CLOSE_RANGE).number(0).number(Integer.MAX_VALUE).number(0);
            ops.init(child);
        }

        @Override
        public String title() {
            return "run as init";
        }
    }

    /** No signal is blocked any more: the first step of what RunInit forks. */
    record UnblockSignals() implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            ops.signalMask(0, "none");
        }

        @Override
        public String title() {
            return "unblock signals";
        }
    }

    /** An own process group, in the foreground of the terminal on descriptor 0 where there is one. */
    record ForegroundGroup() implements ProcessStep {
        private static final long TIOCSPGRP = 0x5410;

        @Override
        public void lower(Ops ops) {
            var pid = new Ref("self");
            var group = Cell.space(4);
            ops.call(Sys.SETPGID).number(0).number(0);
            ops.call(Sys.GETPID).as(pid);
            ops.store(group, 0, 4, pid);
            ops.call(Sys.IOCTL)
                    .number(0)
                    .name(TIOCSPGRP, "TIOCSPGRP")
                    .memory(group, "{self}")
                    .tolerate(Errno.ENOTTY, Errno.ENXIO);
        }

        @Override
        public String title() {
            return "own process group";
        }
    }

    /** setns(2): {@code type} is one CLONE_NEW* the descriptor must be of; of a pidfd, the mask of those to enter. */
    record SetNamespace(Ref descriptor, long type) implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.SETNS).fd(descriptor).flags(type, Namespaces.CLONE_FLAGS);
        }

        @Override
        public String title() {
            return "enter " + descriptor;
        }
    }

    record Unshare(long flags) implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.UNSHARE).flags(flags, Namespaces.CLONE_FLAGS);
        }

        @Override
        public String title() {
            return "unshare";
        }
    }

    record Setsid() implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.SETSID);
        }

        @Override
        public String title() {
            return "new session";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("setsid");
        }
    }

    /** Makes the terminal the session's; the process must lead its session. */
    record ControllingTerminal(Ref terminal) implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.IOCTL)
                    .fd(terminal)
                    .name(Terminals.TIOCSCTTY, "TIOCSCTTY")
                    .number(0);
        }

        @Override
        public String title() {
            return "controlling terminal";
        }
    }

    /** prlimit64(2) of the process itself; -1 is unlimited. */
    record Rlimit(int resource, String name, long soft, long hard) implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.PRLIMIT64)
                    .number(0)
                    .name(resource, name)
                    .memory(Cell.longs(soft, hard), "{" + shown(soft) + ", " + shown(hard) + "}")
                    .nothing();
        }

        private static String shown(long limit) {
            return limit == -1 ? "RLIM_INFINITY" : Long.toUnsignedString(limit);
        }

        @Override
        public String title() {
            return "limit " + name;
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("prlimit --pid $$ --"
                    + name.replace("RLIMIT_", "").toLowerCase(java.util.Locale.ROOT)
                    + "=" + (soft == -1 ? "unlimited" : Long.toUnsignedString(soft)) + ":"
                    + (hard == -1 ? "unlimited" : Long.toUnsignedString(hard)));
        }
    }

    record Umask(int mask) implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.UMASK).octal(mask);
        }

        @Override
        public String title() {
            return "umask";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("umask 0" + Integer.toOctalString(mask));
        }
    }

    record SetHostname(String hostname) implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            var bytes = Cell.text(hostname);
            ops.call(Sys.SETHOSTNAME)
                    .memory(bytes, new Quoted(hostname).toString())
                    .number(bytes.size() - 1);
        }

        @Override
        public String title() {
            return "set the host name";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("hostname " + Shell.quote(hostname));
        }
    }

    record SetDomainname(String domainname) implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            var bytes = Cell.text(domainname);
            ops.call(Sys.SETDOMAINNAME)
                    .memory(bytes, new Quoted(domainname).toString())
                    .number(bytes.size() - 1);
        }

        @Override
        public String title() {
            return "set the NIS domain name";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("domainname " + Shell.quote(domainname));
        }
    }

    /**
     * execve(2) of the first candidate that works, with the link closing by itself on success. Why none did is in
     * {@link LaunchException#errno}: EACCES is preferred to ENOENT, as execvp(3) does.
     */
    record Exec(List<String> candidates, List<String> arguments, List<String> environment) implements ProcessStep {
        public Exec {
            candidates = List.copyOf(candidates);
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
        }

        @Override
        public void lower(Ops ops) {
            ops.requireCloseOnExec();
            var argv = Cell.texts(arguments);
            var envp = Cell.texts(environment);
            for (var candidate : candidates) {
                ops.call(Sys.EXECVE)
                        .text(candidate)
                        .memory(argv, arguments.toString())
                        .memory(envp, environment.size() + " variables")
                        .tolerateAll();
            }
            ops.fail(Errno.ENOENT);
        }

        @Override
        public String title() {
            return "exec " + (arguments.isEmpty() ? "" : arguments.getFirst());
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("exec " + Shell.quote(arguments));
        }
    }
}
