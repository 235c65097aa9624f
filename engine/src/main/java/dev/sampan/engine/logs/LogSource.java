package dev.sampan.engine.logs;

import dev.sampan.engine.logging.LogTarget;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The container whose log is read.
 *
 * @param driver its name, as created
 * @param options of the driver
 * @param ended completes when the present run has ended and all its output is written; empty when it does not run
 */
public record LogSource(
        LogTarget target, String driver, Map<String, String> options, Optional<CompletableFuture<?>> ended) {}
