package dev.sampan.linux.launch;

import dev.sampan.linux.struct.CloneArgs;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Sys;
import dev.sampan.linux.syscall.Terminals;
import java.util.List;
import java.util.Optional;

/** Processes: made, put into sessions and under limits, replaced. */
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

    /** What {@link RunInit} needs before a filter may forbid it. */
    record PrepareInit() implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            ops.prctl(Processes.PR_SET_NAME, "PR_SET_NAME").text("docker-init");
            // All blocked before the fork: none is lost that arrives before the command is known.
            ops.signalMask(-1L, "all");
        }

        @Override
        public String title() {
            return "prepare init";
        }
    }

    /**
     * Process 1 of the container (--init): forks, the child runs {@code command}, and this process reaps whatever is
     * left to it, forwards signals to the command and ends as the command does. The last step of its list. It uses few calls, those
     * that any init needs (clone, close, munmap, wait4, rt_sigtimedwait, kill), since it is confined by now.
     */
    record RunInit(List<Planned> command) implements ProcessStep {
        public RunInit {
            command = List.copyOf(command);
        }

        @Override
        public void lower(Ops ops) {
            requireCalls(ops);
            var child = new Ref("command");
            ops.call(Sys.CLONE)
                    .name(Processes.SIGCHLD, "SIGCHLD")
                    .nothing()
                    .nothing()
                    .nothing()
                    .nothing()
                    .as(child)
                    .fork(command);
            for (var slot : List.of(Slot.NULL_IN, Slot.NULL_OUT, Slot.NULL_ERR, Slot.LINK)) {
                ops.call(Sys.CLOSE).slot(slot).tolerate(Errno.EBADF);
            }
            ops.init(child);
        }

        /** One that a filter refuses it could never learn of the command's end: it would stay for ever. */
        private static void requireCalls(Ops ops) {
            ops.call(Sys.WAIT4)
                    .number(-1)
                    .nothing()
                    .name(Processes.WNOHANG, "WNOHANG")
                    .nothing()
                    .tolerate(Errno.ECHILD);
            ops.call(Sys.RT_SIGTIMEDWAIT)
                    .memory(Cell.longs(0, 0), "none")
                    .nothing()
                    .memory(Cell.longs(0, 0), "{0}")
                    .number(Long.BYTES)
                    .tolerate(Errno.EAGAIN);
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

    /** Makes the terminal on descriptor 0 the session's; the process must lead its session. */
    record ControllingTerminal() implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.IOCTL).number(0).name(Terminals.TIOCSCTTY, "TIOCSCTTY").number(0);
        }

        @Override
        public String title() {
            return "controlling terminal";
        }
    }

    /**
     * prlimit64(2) of the process itself; -1 is unlimited.
     *
     * @param must false where a filter may forbid it: setrlimit(2) is tried then, and the limit that is there may stay
     */
    record Rlimit(int resource, String name, long soft, long hard, boolean must) implements ProcessStep {
        public Rlimit(int resource, String name, long soft, long hard) {
            this(resource, name, soft, hard, true);
        }

        @Override
        public void lower(Ops ops) {
            var limits = "{" + shown(soft) + ", " + shown(hard) + "}";
            var call = ops.call(Sys.PRLIMIT64)
                    .number(0)
                    .name(resource, name)
                    .memory(Cell.longs(soft, hard), limits)
                    .nothing();
            if (must) return;
            var forbidden = new Label();
            var done = new Label();
            call.onError(forbidden, Errno.EPERM, Errno.ENOSYS);
            ops.jump(done);
            ops.place(forbidden);
            ops.call(Sys.SETRLIMIT)
                    .name(resource, name)
                    .memory(Cell.longs(soft, hard), limits)
                    .tolerate(Errno.EPERM, Errno.ENOSYS);
            ops.place(done);
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

    /**
     * Whom the kernel kills first when memory runs out, through a trusted /proc. Without CAP_SYS_RESOURCE a value that root once gave to
     * the daemon cannot be lowered: 0, which is what nobody asked for, may then stay out.
     */
    record OomScore(int adjustment) implements ProcessStep {
        @Override
        public void lower(Ops ops) {
            var file = ops.scratch("file");
            var text = Integer.toString(adjustment);
            ops.call(Sys.OPENAT)
                    .fd(Ref.CWD)
                    .text("/proc/self/oom_score_adj")
                    .openFlags(Files.O_WRONLY | Files.O_CLOEXEC)
                    .number(0)
                    .as(file);
            ops.verifyFilesystem(file, StatFs.PROC);
            var write = ops.call(Sys.WRITE).fd(file).text(text).number(text.length());
            if (adjustment == 0) write.tolerate(Errno.EACCES);
            ops.call(Sys.CLOSE).fd(file);
        }

        @Override
        public String title() {
            return "write /proc/self/oom_score_adj";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("echo " + adjustment + " > /proc/self/oom_score_adj");
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

    /**
     * execve(2) of the first candidate that works, with the link closing by itself on success. Why none did is in
     * {@link LaunchException#errno}: EACCES is preferred to ENOENT, as execvp(3) does. Where a candidate is there and may be executed, but
     * the kernel cannot (no known format, no interpreter), the process ends by itself with {@link #CANNOT_RUN}, as runc's does.
     */
    record Exec(List<String> candidates, List<String> arguments, List<String> environment) implements ProcessStep {
        /** runc's exit code then. */
        static final int CANNOT_RUN = 255;

        private static final int X_OK = 1;

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
            for (var candidate : candidates) {
                var absent = new Label();
                ops.call(Sys.FACCESSAT2)
                        .fd(Ref.CWD)
                        .text(candidate)
                        .name(X_OK, "X_OK")
                        .number(0)
                        .tolerateAll()
                        .to(absent);
                ops.call(Sys.EXIT_GROUP).number(CANNOT_RUN);
                ops.place(absent);
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
