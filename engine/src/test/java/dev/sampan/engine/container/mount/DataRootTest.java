package dev.sampan.engine.container.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataRootTest {

    private final DataRoot root = new DataRoot(Path.of("/var/lib/sampan"));

    @ParameterizedTest
    @CsvSource({
        "/etc, '', rprivate",
        "/etc, shared, shared",
        "/var/lib/sampan2, '', rprivate",
        "/var/lib/s, private, private",
        "/, '', rslave",
        "/var/lib, '', rslave",
        "/var/lib/sampan, '', rslave",
        "/var/lib/sampan/volumes, '', rslave",
        "/, rslave, rslave",
        "/var, rshared, rshared"
    })
    void aBindOfItFollowsTheHostsMounts(String source, String asked, String propagation) {
        assertThat(root.propagation(source, asked)).isEqualTo(propagation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"private", "rprivate", "slave", "shared"})
    void whatWouldNotFollowThemIsRefused(String asked) {
        assertThatThrownBy(() -> root.propagation("/var", asked))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage(
                        "invalid mount config: must use either propagation mode \"rslave\" or \"rshared\" when mount"
                                + " source is within the daemon root, daemon root: \"/var/lib/sampan\", bind mount source:"
                                + " \"/var\", propagation: \"" + asked + "\"");
    }
}
