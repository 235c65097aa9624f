package dev.sampan.engine.process;

import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Files;
import java.nio.charset.StandardCharsets;

/** When a process was started, from /proc/PID/stat (proc(5)). */
final class StartTime {

    private static final int FIELD = 22;
    private static final int FIRST_AFTER_NAME = 3;
    private static final int STAT_SIZE = 1024;

    private StartTime() {}

    /** Clock ticks since boot; -1 for no such process, or one that is only waited for. */
    static long of(int pid) {
        try (var stat = Files.open("/proc/" + pid + "/stat", Files.O_RDONLY)) {
            String text = new String(Files.read(stat.number(), STAT_SIZE), StandardCharsets.UTF_8);
            // The name in parentheses may itself hold spaces and parentheses.
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") ? -1 : Long.parseLong(fields[FIELD - FIRST_AFTER_NAME]);
        } catch (ErrnoException gone) {
            return -1;
        }
    }
}
