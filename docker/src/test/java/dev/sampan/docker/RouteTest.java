package dev.sampan.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.filter.Filters;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "/containers/*/json, /containers/a/json, a",
        "/containers/*/json, /containers/a/b/json, a/b",
        "/containers/*, /containers/x, x",
        "/images/*/json, /images/localhost:5000/a/b:1/json, localhost:5000/a/b:1",
    })
    void aStarStandsForANameWithSlashes(String pattern, String path, String name) {
        assertThat(new Route("GET", pattern, call -> {}).match(path)).contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/containers/*/json, /containers/json",
        "/containers/*/json, /containers//json",
        "/containers/*, /containers/",
        "/containers/json, /containers/json/",
        "/_ping, /_ping/",
    })
    void aStarIsNeverEmptyAndTheRestIsExact(String pattern, String path) {
        assertThat(new Route("GET", pattern, call -> {}).match(path)).isEmpty();
    }

    @Test
    void filtersComeAsListsOrAsMapsOfTrue() {
        assertThat(FiltersParameter.parse("")).isEqualTo(Filters.NONE);
        assertThat(FiltersParameter.parse("{\"status\":[\"a\",\"b\"]}"))
                .isEqualTo(new Filters(Map.of("status", Set.of("a", "b"))));
        assertThat(FiltersParameter.parse("{\"status\":{\"a\":true}}")).isEqualTo(Filters.NONE.and("status", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[]", "\"a\"", "{\"a\":1}", "{\"a\":[1]}", "{\"a\":{\"b\":1}}", "{\"a\":"})
    void otherFiltersAreRefused(String text) {
        assertThatThrownBy(() -> FiltersParameter.parse(text))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("invalid filter");
    }
}
