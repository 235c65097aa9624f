package dev.sampan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

    private static final String DIGEST = "sha256:" + "1".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest, busybox:latest",
        "busybox:1, docker.io/library/busybox:1, busybox:1",
        "a/b, docker.io/a/b:latest, a/b:latest",
        "docker.io/library/x, docker.io/library/x:latest, x:latest",
        "index.docker.io/x, docker.io/library/x:latest, x:latest",
        "localhost/x, localhost/x:latest, localhost/x:latest",
        "127.0.0.1:5000/a/b:c, 127.0.0.1:5000/a/b:c, 127.0.0.1:5000/a/b:c",
        "INSP/full, INSP/full:latest, INSP/full:latest",
        "a__b/c-d/e.f, docker.io/a__b/c-d/e.f:latest, a__b/c-d/e.f:latest",
        "[::1]:5000/x, [::1]:5000/x:latest, [::1]:5000/x:latest",
        "library/a/b, docker.io/library/a/b:latest, library/a/b:latest",
    })
    void aShortNameMeansALongOne(String text, String full, String familiar) {
        Reference reference = Reference.parse(text).orLatest();
        assertThat(reference).hasToString(full);
        assertThat(reference.familiar()).isEqualTo(familiar);
        assertThat(Reference.parse(full)).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-a", "a b", "a/", "/a", "a..b", "a:+", "a@sha256:1234", "a:b:c", "a//b", "a___b", ":x", "a:"
            })
    void whatIsNoNameIsRefused(String text) {
        assertThatThrownBy(() -> Reference.parse(text))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("invalid reference format");
    }

    @Test
    void refusalsSayWhy() {
        assertThatThrownBy(() -> Reference.parse("BAD"))
                .hasMessage("invalid reference format: repository name (library/BAD) must be lowercase");
        assertThatThrownBy(() -> Reference.parse("a/B:x"))
                .hasMessage("invalid reference format: repository name (a/B) must be lowercase");
        assertThatThrownBy(() -> Reference.parse("1".repeat(64)))
                .hasMessageContaining("cannot specify 64-byte hexadecimal strings");
        assertThatThrownBy(() -> Reference.parse("a".repeat(256)))
                .hasMessage("repository name must not be more than 255 characters");
        assertThatThrownBy(() -> Reference.parse("a").withTag("x:y")).hasMessage("invalid tag format");
    }

    @Test
    void aDigestStandsBesideOrInsteadOfATag() {
        assertThat(Reference.parse("a@" + DIGEST).orLatest()).hasToString("docker.io/library/a@" + DIGEST);
        assertThat(Reference.parse("a:t@" + DIGEST).familiar()).isEqualTo("a:t@" + DIGEST);
    }
}
