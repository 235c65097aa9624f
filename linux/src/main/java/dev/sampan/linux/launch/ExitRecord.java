package dev.sampan.linux.launch;

import dev.sampan.linux.struct.SigInfo;
import dev.sampan.linux.syscall.Content;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * How the supervised process ended, as the supervisor wrote it: 8 bytes of magic, the times of start and end as
 * struct timespec, and waitid's siginfo_t.
 */
public record ExitRecord(int pid, int code, int signal, boolean dumped, Instant started, Instant finished) {
    static final int STARTED = 8;
    static final int FINISHED = 24;
    static final int SIGINFO = 40;
    static final int SIZE = SIGINFO + SigInfo.SIZE;
    private static final long MAGIC = 0x3154495845504d53L; // "SMPEXIT1"

    static Cell cell() {
        return Cell.space(SIZE).putLong(0, MAGIC);
    }

    /** Takes the record's place on the disk, so that an end is told on a full one, too. Throws ENOSPC where there is none. */
    public static void reserve(int file) {
        Content.write(file, new byte[SIZE]);
    }

    /** Reads the file's content; empty while the process runs, or when its supervisor was killed before it could write. */
    public static Optional<ExitRecord> parse(byte[] content) {
        if (content.length < SIZE) return Optional.empty();
        var bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong(0) != MAGIC) return Optional.empty();
        var code = field(bytes, "si_code");
        var status = field(bytes, "si_status");
        var exited = code == SigInfo.CLD_EXITED;
        return Optional.of(new ExitRecord(
                field(bytes, "si_pid"),
                exited ? status : 128 + status,
                exited ? 0 : status,
                code == SigInfo.CLD_DUMPED,
                time(bytes, STARTED),
                time(bytes, FINISHED)));
    }

    private static int field(ByteBuffer bytes, String name) {
        return bytes.getInt(SIGINFO + SigInfo.LAYOUT.offset(name));
    }

    private static Instant time(ByteBuffer bytes, int at) {
        return Instant.ofEpochSecond(bytes.getLong(at), bytes.getLong(at + 8));
    }
}
