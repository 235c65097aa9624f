package dev.sampan.engine.exec;

import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.oci.Process.ConsoleSize;
import dev.sampan.engine.process.DetachKeys;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.process.Streams;
import java.time.Instant;
import java.util.Optional;

/** One instance: created, started once, ended. */
final class Exec {

    private sealed interface State {
        record Created() implements State {}

        record Starting() implements State {}

        record Running(Live live) implements State {}

        /** @param live still there after a detach by keys, which Docker counts as an end */
        record Ended(int code, int pid, Optional<Live> live, Instant at) implements State {}
    }

    private final String id;
    private final String containerId;
    private final LiveRecord.Id run;
    private final ExecConfig config;
    private final Optional<DetachKeys> keys;
    private final Streams streams;
    private State state = new State.Created();
    private Optional<ConsoleSize> size;

    /** @param host whose present run it belongs to: it cannot be started in a later one */
    Exec(String id, Host host, ExecConfig config, Optional<DetachKeys> keys) {
        this.id = id;
        this.containerId = host.id();
        this.run = host.live().process();
        this.config = config;
        this.keys = keys;
        this.streams = new Streams(config.tty(), true);
        this.size = config.consoleSize();
    }

    String id() {
        return id;
    }

    String containerId() {
        return containerId;
    }

    ExecConfig config() {
        return config;
    }

    Streams streams() {
        return streams;
    }

    DetachKeys keys() {
        return keys.orElse(DetachKeys.DEFAULT);
    }

    synchronized Optional<ConsoleSize> size() {
        return size;
    }

    /** The only way to a start. */
    synchronized void starting(Optional<ConsoleSize> atStart) {
        switch (state) {
            case State.Created created -> {
                state = new State.Starting();
                size = atStart.or(() -> size);
            }
            case State.Ended ended -> throw new Conflict("exec command " + id + " has already run");
            case State.Starting starting -> throw new Conflict("exec command " + id + " is already running");
            case State.Running running -> throw new Conflict("exec command " + id + " is already running");
        }
    }

    synchronized void running(Live live) {
        state = new State.Running(live);
        size.ifPresent(s -> live.resize(s.height(), s.width()));
    }

    synchronized void failed(int code) {
        state = new State.Ended(code, 0, Optional.empty(), Instant.now());
    }

    /** @return false when it counts as ended already */
    synchronized boolean ended(int code) {
        if (state instanceof State.Running(Live live)) {
            state = new State.Ended(code, live.pid(), Optional.empty(), Instant.now());
            return true;
        }
        return false;
    }

    synchronized void detached(int code) {
        if (state instanceof State.Running(Live live)) {
            state = new State.Ended(code, live.pid(), Optional.of(live), Instant.now());
        }
    }

    synchronized void resize(ConsoleSize changed) {
        size = Optional.of(changed);
        switch (state) {
            case State.Running(Live live) -> live.resize(changed.height(), changed.width());
            case State.Ended ended -> ended.live().ifPresent(l -> l.resize(changed.height(), changed.width()));
            case State.Created created -> {}
            case State.Starting starting -> {}
        }
    }

    /** What was never started vanishes with the run of its container that it was made for. */
    synchronized boolean outlived(Optional<LiveRecord.Id> present) {
        return state instanceof State.Created && !present.equals(Optional.of(run));
    }

    /** Listed in its container's ExecIDs. */
    synchronized boolean listed() {
        return !(state instanceof State.Ended);
    }

    synchronized boolean endedBefore(Instant time) {
        return state instanceof State.Ended ended && ended.at().isBefore(time);
    }

    synchronized ExecDetails details() {
        boolean running = state instanceof State.Running || state instanceof State.Starting;
        Optional<Integer> code = state instanceof State.Ended ended ? Optional.of(ended.code()) : Optional.empty();
        int pid =
                switch (state) {
                    case State.Running(Live live) -> live.pid();
                    case State.Ended ended -> ended.pid();
                    case State.Created created -> 0;
                    case State.Starting starting -> 0;
                };
        return new ExecDetails(
                id, containerId, config, keys.map(DetachKeys::bytes).orElse(new byte[0]), running, code, pid);
    }
}
