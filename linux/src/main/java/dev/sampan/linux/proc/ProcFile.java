package dev.sampan.linux.proc;

import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Files;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads files of /proc and /sys, whose size stat(2) does not tell. */
final class ProcFile {
    private ProcFile() {}

    static String read(String path) {
        try (var file = Files.open(path, Files.O_RDONLY)) {
            return new String(Content.readAll(file.number()), StandardCharsets.UTF_8);
        }
    }

    /** Empty where the process is gone: before the open (ENOENT) or during the read (ESRCH). */
    static Optional<String> readOfProcess(int pid, String name) {
        try {
            return Optional.of(read("/proc/" + pid + "/" + name));
        } catch (ErrnoException gone) {
            if (gone.is(Errno.ENOENT) || gone.is(Errno.ESRCH)) return Optional.empty();
            throw gone;
        }
    }
}
