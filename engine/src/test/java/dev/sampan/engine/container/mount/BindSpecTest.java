package dev.sampan.engine.container.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.SystemFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindSpecTest {

    @Test
    void cleansPathsAndReadsTheMode() {
        assertThat(BindSpec.parse("/etc/../etc/:/x//y/:ro,rslave"))
                .isEqualTo(new BindSpec("/etc", "/x/y", "ro,rslave", true, "rslave", false));
    }

    @Test
    void takesANameForAVolumeAndADestinationAloneForAnAnonymousOne() {
        assertThat(BindSpec.parse("data:/x:nocopy").isBind()).isFalse();
        assertThat(BindSpec.parse("data:/x:nocopy").noCopy()).isTrue();
        assertThat(BindSpec.parse("/alone")).isEqualTo(new BindSpec("", "/alone", "", false, "", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "/etc:", ":/x", "/x:ro", "/a:/b:ro:z"})
    void refusesWhatIsNoBind(String text) {
        assertThatThrownBy(() -> BindSpec.parse(text))
                .isInstanceOf(SystemFailure.class)
                .hasMessage("invalid volume specification: '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "ro,rw", "z,Z", "shared,slave", "RO"})
    void refusesAModeThatIsUnknownOrTwofold(String mode) {
        assertThatThrownBy(() -> BindSpec.parse("/etc:/x:" + mode)).hasMessage("invalid mode: " + mode);
    }

    @ParameterizedTest
    @CsvSource({
        "/etc:x, invalid mount path: 'x' mount path must be absolute",
        "/etc:/x/.., invalid specification: destination can't be '/'",
        "vol:/x:rshared, field BindOptions must not be specified",
        "/etc:/x:nocopy, field VolumeOptions must not be specified"
    })
    void saysWhatIsWrongWithTheMount(String text, String why) {
        assertThatThrownBy(() -> BindSpec.parse(text)).hasMessageEndingWith(why);
    }
}
