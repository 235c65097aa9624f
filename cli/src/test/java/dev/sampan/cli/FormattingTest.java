package dev.sampan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.client.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormattingTest {
    @ParameterizedTest
    @CsvSource({"0,0B", "999,999B", "1000,1kB", "1240000,1.24MB", "123456789,123MB", "4500000000,4.5GB"})
    void sizes(long bytes, String text) {
        assertThat(Units.size(bytes, 3)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,Less than a second",
        "1,1 second",
        "59,59 seconds",
        "60,About a minute",
        "179,2 minutes",
        "3600,About an hour",
        "7200,2 hours",
        "172800,2 days",
        "1209600,2 weeks",
        "5184000,2 months",
        "63072000,2 years"
    })
    void durations(long seconds, String text) {
        assertThat(Units.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void tablesAlignAsGosTabwriter() {
        assertThat(Table.align(List.of("ID\tNAMES", "0123456789ab\tx", "…\ty")))
                .containsExactly("ID             NAMES", "0123456789ab   x", "…              y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "[{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"}]~0.0.0.0:8080->80/tcp",
                "[{\"PrivatePort\":81,\"Type\":\"tcp\"},{\"PrivatePort\":80,\"Type\":\"tcp\"},{\"PrivatePort\":9,\"Type\":\"udp\"}]~80-81/tcp, 9/udp",
                "[{\"IP\":\"::\",\"PrivatePort\":80,\"PublicPort\":80,\"Type\":\"tcp\"}]~[::]:80->80/tcp",
            })
    void ports(String json, String text) throws IOException {
        String sorted = PublishedPorts.text(Json.list(Json.parse(json.getBytes(StandardCharsets.UTF_8))));
        assertThat(List.of(sorted.split(", "))).containsExactlyInAnyOrder(text.split(", "));
    }

    @Test
    void jsonIsLaidOutWithoutTouchingItsValues() {
        assertThat(Json.indent("{\"a\":[1.50,\"\\u003c{\"],\"b\":{},\"c\":[ ]}", "  "))
                .isEqualTo("{\n  \"a\": [\n    1.50,\n    \"\\u003c{\"\n  ],\n  \"b\": {},\n  \"c\": []\n}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "UPPER~invalid reference format: repository name (library/UPPER) must be lowercase",
                "a b~invalid reference format",
                "a:~invalid reference format",
                "-x~invalid reference format",
            })
    void referencesThatAreNone(String name, String message) {
        assertThatThrownBy(() -> Reference.parse(name)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"busybox,busybox,''", "a/b:1,a/b,1", "host:5000/a,host:5000/a,''", "REG/a:x,REG/a,x"})
    void references(String name, String repository, String tag) {
        assertThat(Reference.parse(name)).isEqualTo(new Reference(repository, tag));
    }

    @Test
    void filtersAreTheApisJson() {
        assertThat(Filters.json(List.of("status=running", "label=a=b", "status=exited")))
                .isEqualTo("{\"label\":{\"a=b\":true},\"status\":{\"running\":true,\"exited\":true}}");
    }

    @Test
    void theVersionIsThePoms() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + Version.VERSION + "</version>");
    }
}
