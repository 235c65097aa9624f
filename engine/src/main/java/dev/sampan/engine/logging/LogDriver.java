package dev.sampan.engine.logging;

import dev.sampan.engine.error.EngineException.NotImplemented;
import java.util.Map;

/**
 * One way to keep output; found by ServiceLoader. Stateless: what it opens has the state.
 *
 * <p>To add one: implement this in {@code .driver}, name it in META-INF/services; the conformance suite {@code LogDriverTest} then runs
 * on it.
 */
public interface LogDriver {

    /** Docker's name of it: {@code json-file}, {@code none}. */
    String name();

    /**
     * Checked when a container is created. Values are looked at only when it starts, as with Docker.
     *
     * @param options without those of {@link LogOptions#COMMON}
     * @throws dev.sampan.engine.error.EngineException.InvalidRequest for an option it does not know, in Docker's words
     */
    void check(Map<String, String> options);

    /**
     * Opens the sink, repairing a line that a crash tore.
     *
     * @throws dev.sampan.engine.error.EngineException for an option's bad value, in Docker's words: found when a container starts
     */
    LogWriter open(LogTarget target, Map<String, String> options);

    /** Whether docker info offers it: not one that keeps nothing, or that containers cannot start with yet. */
    default boolean offered() {
        return true;
    }

    /** Whether {@link #read} answers; where not, {@code docker logs} says so. */
    default boolean readable() {
        return false;
    }

    /** Reads what was written, and goes on while it is followed. */
    default LogReader read(LogTarget target, Map<String, String> options, LogReader.Query query) {
        throw new NotImplemented("configured logging driver does not support reading");
    }
}
