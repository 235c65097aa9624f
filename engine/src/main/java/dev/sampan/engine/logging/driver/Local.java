package dev.sampan.engine.logging.driver;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.logging.LogDriver;
import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.logging.LogTarget;
import dev.sampan.engine.logging.LogWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A log whose files are nobody's but the engine's: here in json-file's format, in {@code container.log} beside that driver's file,
 * rotated and packed by default.
 */
public final class Local implements LogDriver {

    private static final Set<String> OPTIONS =
            Set.of("max-file", "max-size", "compress", "labels", "labels-regex", "env", "env-regex", "tag");

    @Override
    public String name() {
        return "local";
    }

    @Override
    public void check(Map<String, String> options) {
        for (var option : new TreeSet<>(options.keySet())) {
            if (!OPTIONS.contains(option)) {
                throw new InvalidRequest("unknown log opt '" + option + "' for log driver local");
            }
        }
    }

    @Override
    public LogWriter open(LogTarget target, Map<String, String> options) {
        var limits = Limits.of(options, "invalid value for max-size: " + options.get("max-size") + ": ");
        return new JsonFileWriter(
                new RotatedFiles(
                        file(target),
                        limits.files(),
                        !options.getOrDefault("compress", "true").equals("false")),
                limits.bytes(),
                Attributes.json(Attributes.of(target, options)));
    }

    private static Path file(LogTarget target) {
        return target.file().resolveSibling("container.log");
    }

    @Override
    public boolean readable() {
        return true;
    }

    @Override
    public LogReader read(LogTarget target, Map<String, String> options, LogReader.Query query) {
        return new JsonFileReader(new RotatedFiles(file(target), 1, false), query);
    }
}
