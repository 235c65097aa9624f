package dev.sampan.engine.process;

import java.time.Instant;

/**
 * How a process ended.
 *
 * @param code what Docker reports: the exit code, or 128 + signal
 */
public record ExitStatus(int code, Instant started, Instant finished) {

    /** For one whose supervisor was killed too, so that nobody knows: as Docker does after a crash. */
    public static ExitStatus unknown(Instant started, Instant now) {
        return new ExitStatus(255, started, now);
    }
}
