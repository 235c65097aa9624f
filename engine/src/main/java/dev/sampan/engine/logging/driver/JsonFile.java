package dev.sampan.engine.logging.driver;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.logging.LogDriver;
import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.logging.LogTarget;
import dev.sampan.engine.logging.LogWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lines of JSON in {@code <id>-json.log}, byte-compatible with Docker's. Unlike Docker's it does not grow without end by default: 5
 * files of 10 MB.
 */
public final class JsonFile implements LogDriver {

    private static final Set<String> OPTIONS =
            Set.of("max-file", "max-size", "compress", "labels", "labels-regex", "env", "env-regex", "tag");

    @Override
    public String name() {
        return "json-file";
    }

    @Override
    public void check(Map<String, String> options) {
        for (var option : new TreeSet<>(options.keySet())) {
            if (!OPTIONS.contains(option)) {
                throw new InvalidRequest("unknown log opt '" + option + "' for json-file log driver");
            }
        }
    }

    @Override
    public LogWriter open(LogTarget target, Map<String, String> options) {
        var limits = Limits.of(options, "");
        return new JsonFileWriter(
                new RotatedFiles(target.file(), limits.files(), limits.compress()),
                limits.bytes(),
                Attributes.json(Attributes.of(target, options)));
    }

    @Override
    public boolean readable() {
        return true;
    }

    @Override
    public LogReader read(LogTarget target, Map<String, String> options, LogReader.Query query) {
        return new JsonFileReader(new RotatedFiles(target.file(), 1, false), query);
    }
}
