package dev.sampan.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiltersTest {

    @Test
    void anUnknownNameIsRefusedInDockersWords() {
        assertThat(Filters.NONE.and("name", "x").allowing(Set.of("name")).values("name"))
                .containsExactly("x");
        assertThatThrownBy(() -> Filters.NONE.and("nam", "x").allowing(Set.of("name")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("invalid filter 'nam'");
    }

    @Test
    void valuesOfOneNameAreAlternatives() {
        var filters = new Filters(Map.of("driver", Set.of("a", "b")));
        assertThat(filters.any("driver", "b"::equals)).isTrue();
        assertThat(filters.any("driver", "c"::equals)).isFalse();
        assertThat(filters.any("scope", "c"::equals)).as("not given").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"team,true", "team=blue,true", "team=red,false", "other,false", "empty=,true", "team=,false"})
    void aLabelIsAKeyOrAKeyAndItsValue(String wanted, boolean found) {
        var labels = Map.of("team", "blue", "empty", "");
        assertThat(Filters.NONE.and("label", wanted).labels(labels)).isEqualTo(found);
        assertThat(Filters.NONE.and("label!", wanted).labels(labels)).isNotEqualTo(found);
        assertThat(Filters.NONE.and("label", wanted).labels(null)).isFalse();
    }

    @Test
    void allLabelsMustHold() {
        var both = new Filters(Map.of("label", Set.of("a", "b")));
        assertThat(both.labels(Map.of("a", "1"))).isFalse();
        assertThat(both.labels(Map.of("a", "1", "b", "2"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"web,my-web-1,true", "^web$,web,true", "a+b,a+b,true", "[,[,true", "[,x,false"})
    void aNameIsATextOrARegularExpression(String wanted, String name, boolean found) {
        assertThat(Filters.matches(wanted, name)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "90m,2026-01-01T10:30:00Z",
        "1h30m,2026-01-01T10:30:00Z",
        ".5h,2026-01-01T11:30:00Z",
        "1136073600,2006-01-01T00:00:00Z",
        "1136073600.5,2006-01-01T00:00:00.500Z",
        "2013-01-02T15:04:05+01:00,2013-01-02T14:04:05Z"
    })
    void aMomentIsHowLongAgoOrWhen(String text, Instant moment) {
        assertThat(PastTime.parse(text, Instant.parse("2026-01-01T12:00:00Z"))).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "1x", "2013-13-45"})
    void whatIsNoMomentIsRefused(String text) {
        assertThatThrownBy(() -> PastTime.parse(text, Instant.EPOCH))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage(
                        "failed to parse value as time or duration: invalid seconds \"" + text + "\": invalid syntax");
    }
}
