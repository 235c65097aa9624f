package dev.sampan.engine.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoTest {

    private final List<String> undone = new ArrayList<>();

    private void work(boolean commit, boolean failing) {
        try (var undo = new Undo()) {
            undo.add("first", () -> undone.add("first"));
            undo.add("second", () -> {
                undone.add("second");
                if (failing) {
                    throw new IllegalStateException("cannot");
                }
            });
            if (!commit) {
                throw new EngineException.Conflict("why");
            }
            undo.commit();
        }
    }

    @Test
    void committedWorkStays() {
        work(true, false);
        assertThat(undone).isEmpty();
    }

    @Test
    void failedWorkIsUndoneInReverse() {
        assertThatThrownBy(() -> work(false, false)).hasMessage("why");
        assertThat(undone).containsExactly("second", "first");
    }

    @Test
    void anUndoThatFailsKeepsNeitherTheOthersNorTheCauseFromBeingSeen() {
        assertThatThrownBy(() -> work(false, true))
                .hasMessage("why")
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("undo: second: cannot"));
        assertThat(undone).containsExactly("second", "first");
    }
}
