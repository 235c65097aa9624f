package dev.sampan.engine.container;

import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.process.Streams;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A container's streams, for attach and logs: live, and as they were logged.
 *
 * @param state Docker's word for its state: created, running, paused, ...
 * @param streams of the run that {@code state} is of; of the next one when it does not run
 * @param stdin whether its standard input is open at all (OpenStdin)
 * @param logDriver the name of its log driver
 * @param log opens what was logged; throws NotImplemented where the driver cannot be read
 * @param tell publishes an event of the container: attach, detach
 */
public record Output(
        String id,
        String state,
        boolean terminal,
        boolean stdin,
        Streams streams,
        String logDriver,
        Function<LogReader.Query, LogReader> log,
        Consumer<String> tell) {}
