package dev.sampan.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.store.Places;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private final ContainerTable table = new ContainerTable(new Places(Path.of("/nowhere"), Path.of("/nowhere")));

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b", "-ab", ".ab", "a/b", "/", "//ab", "café", "a:b"})
    void refusesNamesThatDockerRefuses(String name) {
        assertThatThrownBy(() -> Names.check(name))
                .isInstanceOf(EngineException.InvalidRequest.class)
                .hasMessage("Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }

    @Test
    void generatesATakenNameOnlyOnce() {
        String first = Names.generate(table, Names.newId());
        assertThat(first).matches("/[a-z]+_[a-z]+[0-9]?");
        assertThat(table.tryReserve(first, "other")).isFalse();
    }

    @Test
    void anIdIsNeverANumberInItsFirstTwelveDigits() {
        for (int i = 0; i < 1000; i++) {
            assertThat(Names.newId()).matches("[0-9a-f]{64}").doesNotMatch("[0-9]{12}.*");
        }
    }

    @Test
    void aTakenNameSaysWhoHasIt() {
        table.reserve("/taken", "abc");
        assertThatThrownBy(() -> table.reserve("/taken", "def"))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage(
                        "Conflict. The container name \"/taken\" is already in use by container \"abc\". You have to remove"
                                + " (or rename) that container to be able to reuse that name.");
    }
}
