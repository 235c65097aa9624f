package dev.sampan.linux.proc;

import java.util.Optional;

/**
 * /proc/PID/stat (proc_pid_stat(5)).
 *
 * @param state R, S, D, Z, T, ...
 * @param startTime in clock ticks since boot: together with the pid it names a process for good
 */
public record ProcessStat(int pid, String name, char state, int parent, int session, long startTime) {
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int START_TIME = 19;

    /** Empty where there is no such process. */
    public static Optional<ProcessStat> of(int pid) {
        return ProcFile.readOfProcess(pid, "stat").map(ProcessStat::parse);
    }

    static ProcessStat parse(String line) {
        // The name in parentheses may itself hold spaces and parentheses.
        var open = line.indexOf('(');
        var close = line.lastIndexOf(')');
        var fields = line.substring(close + 2).strip().split(" ");
        return new ProcessStat(
                Integer.parseInt(line.substring(0, open - 1)),
                line.substring(open + 1, close),
                fields[STATE].charAt(0),
                Integer.parseInt(fields[PARENT]),
                Integer.parseInt(fields[SESSION]),
                Long.parseLong(fields[START_TIME]));
    }

    /** Ended, and only waited for. */
    public boolean isZombie() {
        return state == 'Z' || state == 'X';
    }

    /** Whether the process of this pid and start time is still there and has not ended. */
    public static boolean isAlive(int pid, long startTime) {
        return of(pid).filter(stat -> stat.startTime() == startTime && !stat.isZombie())
                .isPresent();
    }
}
