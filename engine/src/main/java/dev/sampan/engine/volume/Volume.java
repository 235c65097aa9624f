package dev.sampan.engine.volume;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory that outlives the containers using it.
 *
 * @param labels null when none were given: clients see that difference
 * @param options of the driver, kept as given
 */
public record Volume(
        String name,
        String driver,
        Instant created,
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> options,
        Path mountpoint) {}
