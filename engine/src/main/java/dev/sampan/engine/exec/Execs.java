package dev.sampan.engine.exec;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Process.ConsoleSize;
import dev.sampan.engine.process.Attachment;
import dev.sampan.engine.process.DetachKeys;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.runtime.Runtime;
import dev.sampan.engine.store.Places;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All exec instances of the engine. */
public final class Execs {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Hosts hosts;
    private final StartExec start;
    private final Map<String, Exec> instances = new ConcurrentHashMap<>();

    public Execs(Hosts hosts, Runtime runtime, Places places) {
        this.hosts = hosts;
        this.start = new StartExec(runtime, places);
        start.restore();
    }

    /** @return the instance's id */
    public String create(String container, ExecConfig config) {
        if (config.cmd().isEmpty()) {
            throw new InvalidRequest("No exec command specified");
        }
        Host host = hosts.running(container);
        var exec = new Exec(newId(), host, config, keys(config.detachKeys()));
        if (!config.user().isEmpty()) { // the container's own was found when it started
            StartExec.user(host, config);
        }
        forgetOld();
        instances.put(exec.id(), exec);
        tell(host, exec, "exec_create: " + String.join(" ", config.cmd()));
        return exec.id();
    }

    private static Optional<DetachKeys> keys(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var keys = DetachKeys.parse(text);
        if (keys.isEmpty()) {
            throw new SystemFailure("Invalid escape keys (" + text + ") provided");
        }
        return keys;
    }

    private static String newId() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Whether it can be started at all: what a server asks before it leaves HTTP.
     *
     * @throws NotFound for an unknown instance
     * @throws dev.sampan.engine.error.EngineException.Conflict when its container is paused
     */
    public void check(String id) {
        hostOf(get(id));
    }

    /** Whether it has a terminal, and thus a raw stream. */
    public boolean terminal(String id) {
        return get(id).config().tty();
    }

    /**
     * Starts it with a client on those of its streams that create asked for. Returns when the command runs.
     *
     * @param client gets the output; closed at the end, when the exit code is known
     * @throws dev.sampan.engine.error.EngineException when it cannot be started; the client is not closed then, so that it can be told
     */
    public Attachment startAttached(String id, Optional<ConsoleSize> size, OutputSink client) {
        var exec = get(id);
        Host host = hostOf(exec);
        exec.starting(size);
        return start.attached(host, exec, client);
    }

    /** Starts it with nobody listening: its output is read and dropped. */
    public void startDetached(String id, Optional<ConsoleSize> size) {
        var exec = get(id);
        Host host = hostOf(exec);
        exec.starting(size);
        start.detached(host, exec);
    }

    public ExecDetails inspect(String id) {
        return get(id).details();
    }

    public void resize(String id, int height, int width) {
        var exec = get(id);
        hostOf(exec);
        exec.resize(new ConsoleSize(height, width));
    }

    /** Those that inspect of the container lists: created or running. */
    public List<String> idsOf(String containerId) {
        return instances.values().stream()
                .filter(e -> e.containerId().equals(containerId) && !gone(e) && e.listed())
                .map(Exec::id)
                .sorted()
                .toList();
    }

    private Exec get(String id) {
        var exec = instances.get(id);
        if (exec == null || gone(exec)) {
            throw new NotFound("No such exec instance: " + id);
        }
        return exec;
    }

    /** With its container, or, when it was never started, with the end of the container's run. */
    private boolean gone(Exec exec) {
        boolean gone;
        try {
            gone = exec.outlived(hosts.run(exec.containerId()));
        } catch (NotFound removed) {
            gone = true;
        }
        if (gone) {
            instances.remove(exec.id());
        }
        return gone;
    }

    private Host hostOf(Exec exec) {
        return hosts.running(exec.containerId());
    }

    private void forgetOld() {
        Instant limit = Instant.now().minus(REMEMBERED);
        instances.values().removeIf(e -> e.endedBefore(limit));
    }

    static void tell(Host host, Exec exec, String action) {
        host.tell(action, Map.of("execID", exec.id()));
    }
}
