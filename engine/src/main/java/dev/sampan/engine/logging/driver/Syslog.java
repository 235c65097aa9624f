package dev.sampan.engine.logging.driver;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotImplemented;
import dev.sampan.engine.logging.LogDriver;
import dev.sampan.engine.logging.LogTarget;
import dev.sampan.engine.logging.LogWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Known, and its options checked, but a container with it does not start yet. */
public final class Syslog implements LogDriver {

    private static final Set<String> OPTIONS = Set.of(
            "env",
            "env-regex",
            "labels",
            "labels-regex",
            "syslog-address",
            "syslog-facility",
            "syslog-tls-ca-cert",
            "syslog-tls-cert",
            "syslog-tls-key",
            "syslog-tls-skip-verify",
            "tag",
            "syslog-format");

    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public void check(Map<String, String> options) {
        for (var option : new TreeSet<>(options.keySet())) {
            if (!OPTIONS.contains(option)) {
                throw new InvalidRequest("unknown log opt '" + option + "' for syslog log driver");
            }
        }
    }

    @Override
    public LogWriter open(LogTarget target, Map<String, String> options) {
        throw new NotImplemented("the syslog log driver is not supported yet");
    }

    @Override
    public boolean offered() {
        return false;
    }
}
