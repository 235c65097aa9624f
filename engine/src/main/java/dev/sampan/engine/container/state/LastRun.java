package dev.sampan.engine.container.state;

import java.time.Instant;

/**
 * What a container's state remembers of its newest start: Docker shows these beside the state.
 *
 * @param startedAt {@link #NEVER} before the first successful start
 * @param finishedAt of the newest run that ended, also while the next one runs
 * @param exitCode 128 + n for signal n; 126, 127 and 128 for a start that failed, but not for a restart that did
 * @param error why a start failed
 */
public record LastRun(Instant startedAt, Instant finishedAt, int exitCode, String error, boolean oomKilled) {

    /** Go's zero time, as clients know it. */
    public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    public static final LastRun NONE = new LastRun(NEVER, NEVER, 0, "", false);

    public LastRun {
        startedAt = startedAt == null ? NEVER : startedAt;
        finishedAt = finishedAt == null ? NEVER : finishedAt;
        error = error == null ? "" : error;
    }

    public LastRun withoutError() {
        return new LastRun(startedAt, finishedAt, exitCode, "", oomKilled);
    }

    public LastRun begun(Instant at) {
        return new LastRun(at, finishedAt, 0, "", false);
    }

    public LastRun ended(Instant at, int code, boolean oom) {
        return new LastRun(startedAt, at, code, error, oom);
    }

    public LastRun failedToStart(int code, String why) {
        return new LastRun(startedAt, finishedAt, code, why, false);
    }

    /** How the run ended is still what counts, as with Docker. */
    public LastRun failedToRestart(String why) {
        return new LastRun(startedAt, finishedAt, exitCode, why, oomKilled);
    }
}
