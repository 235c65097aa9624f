package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sampan.linux.struct.SigInfo;
import java.util.Optional;

/** Processes by pid and by pidfd. */
public final class Processes {
    public static final int P_ALL = 0;
    public static final int P_PID = 1;
    public static final int P_PIDFD = 3;
    public static final int WNOHANG = 1;
    public static final int WEXITED = 4;
    public static final int WNOWAIT = 0x01000000;
    public static final int RLIMIT_NOFILE = 7;
    public static final int WALL = 0x40000000;

    public static final int MADV_DONTFORK = 10;
    public static final int MADV_DOFORK = 11;

    public static final int PR_SET_PDEATHSIG = 1;
    public static final int PR_SET_DUMPABLE = 4;
    public static final int PR_SET_NAME = 15;
    public static final int PR_CAPBSET_READ = 23;
    public static final int PR_CAPBSET_DROP = 24;
    public static final int PR_SET_SECUREBITS = 28;
    public static final int PR_SET_KEEPCAPS = 8;
    public static final int PR_SET_CHILD_SUBREAPER = 36;
    public static final int PR_SET_NO_NEW_PRIVS = 38;
    public static final int PR_CAP_AMBIENT = 47;
    public static final int PR_CAP_AMBIENT_RAISE = 2;
    public static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGKILL = 9;
    public static final int SIGSYS = 31;
    public static final int SIGTERM = 15;
    public static final int SIGCHLD = 17;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;
    public static final int SIGWINCH = 28;

    private Processes() {}

    /** umask(2) of this whole process. */
    public static void umask(int mask) {
        try (var call = new Call(Sys.UMASK)) {
            call.number(mask).run();
        }
    }

    /**
     * Whoever names one process goes through here. To the kernel 0 is the caller's own process group, -1 everybody and any other
     * negative number a group: a pid that is not known yet must not end the daemon.
     */
    private static int one(int pid) {
        if (pid <= 0) throw new IllegalArgumentException("not the pid of a process: " + pid);
        return pid;
    }

    /** A descriptor of the process, readable when it ends. */
    public static Fd pidfdOpen(int pid) {
        try (var call = new Call(Sys.PIDFD_OPEN)) {
            return new Fd(call.number(one(pid)).number(0).runInt());
        }
    }

    /** pidfd_getfd(2), Linux 5.6: a copy of descriptor {@code theirs} of the process. */
    public static Fd pidfdGetfd(int pidfd, int theirs) {
        try (var call = new Call(Sys.PIDFD_GETFD)) {
            return new Fd(call.fd(pidfd).number(theirs).number(0).runInt());
        }
    }

    /** Whether {@link #pidfdGetfd} met a process at its end; before Linux 6.9 one that is about to be gone has no descriptor already. */
    public static boolean isExiting(ErrnoException refused) {
        return refused.is(Errno.ESRCH) || refused.is(Errno.EBADF);
    }

    /** Answers false where the process is gone. */
    public static boolean pidfdSendSignal(int pidfd, int signal) {
        try (var call = new Call(Sys.PIDFD_SEND_SIGNAL)) {
            return delivered(
                    call, call.fd(pidfd).number(signal).nothing().number(0).attempt());
        }
    }

    /** kill(2) by number; only where no pidfd can be had. Answers false where the process is gone. */
    public static boolean kill(int pid, int signal) {
        try (var call = new Call(Sys.KILL)) {
            return delivered(call, call.number(one(pid)).number(signal).attempt());
        }
    }

    private static boolean delivered(Call call, long result) {
        if (result == -Errno.ESRCH.number()) return false;
        if (result < 0) throw call.failed(result);
        return true;
    }

    /** waitid(2) without blocking: what became of the child, or empty while it runs. Reaps it unless WNOWAIT is given. */
    public static Optional<SigInfo> waitid(int idType, int id, int options) {
        try (var call = new Call(Sys.WAITID)) {
            var info = call.allocate(SigInfo.SIZE);
            call.number(idType)
                    .number(idType == P_PID ? one(id) : id)
                    .memory(info, "siginfo")
                    .number(options | WNOHANG)
                    .nothing()
                    .run();
            var read = SigInfo.read(info);
            return read.pid() == 0 ? Optional.empty() : Optional.of(read);
        }
    }

    public static int getpid() {
        try (var call = new Call(Sys.GETPID)) {
            return call.runInt();
        }
    }

    /** The thread's number; meaningful only on a platform thread. */
    public static int gettid() {
        try (var call = new Call(Sys.GETTID)) {
            return call.runInt();
        }
    }

    public static int geteuid() {
        try (var call = new Call(Sys.GETEUID)) {
            return call.runInt();
        }
    }

    public static int getegid() {
        try (var call = new Call(Sys.GETEGID)) {
            return call.runInt();
        }
    }

    /** A limit of this process, getrlimit(2); -1 is unlimited. */
    public record Limit(long soft, long hard) {}

    public static Limit prlimit(int resource) {
        try (var call = new Call(Sys.PRLIMIT64)) {
            var old = call.allocate(16);
            call.number(0).number(resource).nothing().memory(old, "&limit").run();
            return new Limit(old.get(JAVA_LONG, 0), old.get(JAVA_LONG, 8));
        }
    }

    public static void prlimit(int resource, long soft, long hard) {
        try (var call = new Call(Sys.PRLIMIT64)) {
            var limit = call.allocate(16);
            limit.set(JAVA_LONG, 0, soft);
            limit.set(JAVA_LONG, 8, hard);
            call.number(0)
                    .number(resource)
                    .memory(limit, "{" + soft + ", " + hard + "}")
                    .nothing()
                    .run();
        }
    }

    /** prctl(2), answering its result. Most options concern the calling thread only. */
    public static int prctl(int option, long a, long b, long c, long d) {
        try (var call = new Call(Sys.PRCTL)) {
            return call.number(option).number(a).number(b).number(c).number(d).runInt();
        }
    }

    /** Children whose parent ends become ours, so that a supervisor's orphans can be waited for. */
    public static void becomeSubreaper() {
        prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    }
}
