package dev.sampan.engine.container.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;

/** What a container is doing now. Each state carries only what exists in it; {@link #next} is the only way from one to another. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = State.Created.class, name = "created"),
    @JsonSubTypes.Type(value = State.Running.class, name = "running"),
    @JsonSubTypes.Type(value = State.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = State.Restarting.class, name = "restarting"),
    @JsonSubTypes.Type(value = State.Exited.class, name = "exited"),
    @JsonSubTypes.Type(value = State.Removing.class, name = "removing"),
    @JsonSubTypes.Type(value = State.Dead.class, name = "dead")
})
public sealed interface State {

    /** Never ran: also after a start that failed. */
    record Created() implements State {}

    record Running(int pid, Instant since) implements State {}

    record Paused(int pid, Instant since) implements State {}

    /** Ended, and its restart policy will start it again. Docker calls this running, too. */
    record Restarting() implements State {}

    record Exited() implements State {}

    /** Being removed, or left so by a crash: finished at the next start of the engine. */
    record Removing() implements State {}

    /** Could not be removed. Nothing but removing it again is possible. */
    record Dead() implements State {}

    /** What happens to a container. */
    sealed interface Event {
        record Started(int pid, Instant at) implements Event {}

        record Ended(boolean willRestart) implements Event {}

        record Frozen() implements Event {}

        record Thawed() implements Event {}

        /** Waiting for the next restart ended without one. */
        record GaveUp() implements Event {}

        record RemovalBegun() implements Event {}

        record RemovalFailed() implements Event {}
    }

    /** The state after {@code event}, or empty where that event cannot happen. */
    static Optional<State> next(State state, Event event) {
        return Optional.ofNullable(
                switch (event) {
                    case Event.Started(int pid, Instant at) ->
                        switch (state) {
                            case Created _, Exited _, Restarting _ -> new Running(pid, at);
                            case Running _, Paused _, Removing _, Dead _ -> null;
                        };
                    case Event.Ended(boolean willRestart) ->
                        switch (state) {
                            case Running _, Paused _ -> willRestart ? new Restarting() : new Exited();
                            case Created _, Restarting _, Exited _, Removing _, Dead _ -> null;
                        };
                    case Event.Frozen _ ->
                        state instanceof Running(int pid, Instant since) ? new Paused(pid, since) : null;
                    case Event.Thawed _ ->
                        state instanceof Paused(int pid, Instant since) ? new Running(pid, since) : null;
                    case Event.GaveUp _ -> state instanceof Restarting ? new Exited() : null;
                    case Event.RemovalBegun _ ->
                        switch (state) {
                            case Created _, Exited _, Dead _, Removing _ -> new Removing();
                            case Running _, Paused _, Restarting _ -> null;
                        };
                    case Event.RemovalFailed _ -> state instanceof Removing ? new Dead() : null;
                });
    }

    /** Docker's word. */
    default String word() {
        return switch (this) {
            case Created _ -> "created";
            case Running _ -> "running";
            case Paused _ -> "paused";
            case Restarting _ -> "restarting";
            case Exited _ -> "exited";
            case Removing _ -> "removing";
            case Dead _ -> "dead";
        };
    }

    /** Whether it has a process. */
    default boolean alive() {
        return this instanceof Running || this instanceof Paused;
    }

    /** As Docker counts: a restarting one runs, too. */
    default boolean running() {
        return alive() || this instanceof Restarting;
    }

    /** 0 when there is none. */
    default int pid() {
        return switch (this) {
            case Running(int pid, Instant _) -> pid;
            case Paused(int pid, Instant _) -> pid;
            case Created _, Restarting _, Exited _, Removing _, Dead _ -> 0;
        };
    }
}
