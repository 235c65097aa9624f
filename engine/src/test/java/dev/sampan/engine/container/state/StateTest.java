package dev.sampan.engine.container.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateTest {

    private static final Instant T = Instant.parse("2026-11-21T10:00:00Z");

    private static final List<State> STATES = List.of(
            new State.Created(),
            new State.Running(7, T),
            new State.Paused(7, T),
            new State.Restarting(),
            new State.Exited(),
            new State.Removing(),
            new State.Dead());

    private static final List<State.Event> EVENTS = List.of(
            new State.Event.Started(7, T),
            new State.Event.Ended(false),
            new State.Event.Ended(true),
            new State.Event.Frozen(),
            new State.Event.Thawed(),
            new State.Event.GaveUp(),
            new State.Event.RemovalBegun(),
            new State.Event.RemovalFailed());

    /** Rows are states, columns events; - where the event cannot happen. */
    private static final String MATRIX = """
                       started    ended      ended+     frozen     thawed     gaveup     removal    failed
            created    running    -          -          -          -          -          removing   -
            running    -          exited     restarting paused     -          -          -          -
            paused     -          exited     restarting -          running    -          -          -
            restarting running    -          -          -          -          exited     -          -
            exited     running    -          -          -          -          -          removing   -
            removing   -          -          -          -          -          -          removing   dead
            dead       -          -          -          -          -          -          removing   -
            """;

    @Test
    void everyPairOfStateAndEventIsDecided() {
        var matrix = new StringBuilder(MATRIX.lines().findFirst().orElseThrow()).append('\n');
        for (State state : STATES) {
            var row = new StringBuilder("%-10s".formatted(state.word()));
            for (State.Event event : EVENTS) {
                row.append(" %-10s"
                        .formatted(State.next(state, event).map(State::word).orElse("-")));
            }
            matrix.append(row.toString().stripTrailing()).append('\n');
        }
        assertThat(matrix.toString()).isEqualTo(MATRIX);
    }

    @Test
    void aPausedContainerKeepsItsProcessAndItsStart() {
        State paused =
                State.next(new State.Running(7, T), new State.Event.Frozen()).orElseThrow();
        assertThat(paused).isEqualTo(new State.Paused(7, T));
        assertThat(State.next(paused, new State.Event.Thawed())).contains(new State.Running(7, T));
    }
}
