package dev.sampan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.api.container.HostConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    record Inner(
            @JsonProperty("Memory") long memory,
            @JsonProperty("Swap") @OmitNull @Nullable Long swap) {}

    record Body(
            @JsonProperty("Image") @OmitEmpty @Nullable String image,
            @JsonProperty("Tty") boolean tty,
            @JsonProperty("Init") @OmitNull @Nullable Boolean init,
            @JsonProperty("Cmd") @Nullable List<String> cmd,
            @JsonProperty("Labels") @OmitEmpty @Nullable Map<String, @Nullable String> labels,
            @JsonProperty("Count") @OmitEmpty int count,
            @JsonProperty("Cpus") @OmitEmpty double cpus,
            @JsonProperty("HostConfig") @Nullable Inner hostConfig,
            @JsonProperty("At") @OmitNull @Nullable Instant at) {}

    private static Body read(String json) {
        return Json.readBody(json.getBytes(StandardCharsets.UTF_8), Body.class);
    }

    @Test
    void readsNamesWithoutRegardToCaseAndIgnoresUnknownOnes() {
        Body body = read("{\"imaGE\":\"a\",\"TTY\":true,\"Nosuch\":{\"x\":[1]},\"hostconfig\":{\"MEMORY\":5}}");
        assertThat(body.image()).isEqualTo("a");
        assertThat(body.tty()).isTrue();
        assertThat(body.hostConfig()).isEqualTo(new Inner(5, null));
    }

    /** Go's UpdateConfig lacks them: whatever is in them is not looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Binds\": 5",
                "\"networkmode\": 7",
                "\"LogConfig\": \"x\"",
                "\"Mounts\": [{\"Type\": 3}]",
                "\"Privileged\": {\"a\": [1, \"}\"]}",
                "\"\\u0049nit\": 3"
            })
    void fieldsThatAnUpdateLacksAreNothing(String field) {
        var body = "{\"Memory\": 7, " + field + ", \"PidsLimit\": 3}";
        var update = Json.readBody(bytes(body), HostConfig.class);
        assertThat(update.memory()).isEqualTo(7);
        assertThat(update.pidsLimit()).isEqualTo(3);
        assertThat(Json.string(update))
                .isEqualTo(Json.string(Json.read(bytes("{\"Memory\": 7, \"PidsLimit\": 3}"), HostConfig.class)));
        assertThatThrownBy(() -> Json.readBody(bytes("{" + field + ", \"Memory\": \"x\"}"), HostConfig.class))
                .hasMessage("invalid JSON: json: cannot unmarshal string into Go struct field"
                        + " UpdateConfig.Resources.Memory of type int64");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void nullAsAnElementOfABodyIsTheZeroValueAsInGo() {
        byte[] body = """
                {"Cmd": [ null , "a"], "Env": [null], "Labels": {"a":null}, "Volumes": {"/x":null}, "HostConfig": {
                 "Mounts": [null], "Ulimits": [null,null], "Binds": null, "PortBindings": {"80/tcp": null, "81/tcp": [null]}},
                 "NetworkingConfig": {"EndpointsConfig": {"n": null}}}""".getBytes(StandardCharsets.UTF_8);
        var request = Json.readBody(body, ContainerCreateRequest.class);
        var config = request.config();
        var host = request.hostConfig();
        assertThat(config.cmd()).containsExactly("", "a");
        assertThat(config.env()).containsExactly("");
        assertThat(config.labels()).containsExactly(Map.entry("a", ""));
        assertThat(host.mounts()).hasSize(1).doesNotContainNull();
        assertThat(host.ulimits()).hasSize(2).doesNotContainNull();
        assertThat(host.binds()).isNull();
        assertThat(host.portBindings().get("80/tcp")).isNull();
        assertThat(host.portBindings().get("81/tcp")).hasSize(1).doesNotContainNull();
        assertThat(request.networkingConfig().endpointsConfig()).containsEntry("n", null); // a pointer in Go
    }

    @Test
    void nullLeavesAPrimitiveAtItsZero() {
        assertThat(read("{\"Tty\":null,\"Count\":null}").tty()).isFalse();
        assertThat((Object) read("null")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Tty\":1}",
                "{\"Tty\":\"true\"}",
                "{\"Image\":1}",
                "{\"Image\":true}",
                "{\"Image\":[\"a\"]}",
                "{\"Cmd\":\"sh\"}",
                "{\"Cmd\":\"\"}",
                "{\"Cmd\":[1]}",
                "{\"Labels\":\"\"}",
                "{\"Labels\":[]}",
                "{\"Labels\":{\"a\":1}}",
                "{\"Count\":\"1\"}",
                "{\"Count\":1.5}",
                "{\"HostConfig\":\"\"}",
                "{\"HostConfig\":[]}",
                "{\"HostConfig\":{\"Memory\":1.5}}",
                "{\"HostConfig\":{\"Memory\":1e7}}",
                "{\"HostConfig\":{\"Memory\":99999999999999999999}}",
                "{\"HostConfig\":{\"Swap\":\"\"}}",
                "\"x\"",
                "\"\"",
                "1",
                "[]",
                "{\"Image\":}",
                "{\"Image\":\"busy",
                "{'Image':''}",
                "{\"Image\":\"\" /* x */}",
                "\uFEFF{}",
            })
    void refusesWhatGoRefuses(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedJson.class).hasMessageStartingWith("invalid JSON: ");
    }

    @Test
    void faultsAreToldInDockersWords() {
        assertThatThrownBy(() ->
                        Json.readBody("{\"Image\":1}".getBytes(StandardCharsets.UTF_8), ContainerCreateRequest.class))
                .hasMessage(
                        "invalid JSON: json: cannot unmarshal number into Go struct field CreateRequest.Config.Image of type"
                                + " string");
        assertThatThrownBy(() -> Json.readBody(" ".getBytes(StandardCharsets.UTF_8), ContainerCreateRequest.class))
                .hasMessage("invalid JSON: EOF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} garbage", "{}{}", "{},", "{} 1"})
    void refusesContentAfterTheValue(String json) {
        assertThatThrownBy(() -> read(json)).hasMessage("unexpected content after JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}}", "{} ]", "{}  \t\r\n", " {}"})
    void acceptsWhatGosDecoderDoesNotSee(String json) {
        assertThat(read(json)).isNotNull();
    }

    @Test
    void blanksAloneAreAnEnd() {
        assertThatThrownBy(() -> read("  \n")).hasMessage("invalid JSON: got EOF while reading request body");
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(100_000))).isInstanceOf(MalformedJson.class);
    }

    @Test
    void theLastOfTwoKeysCounts() {
        assertThat(read("{\"Image\":\"a\",\"Image\":\"b\"}").image()).isEqualTo("b");
    }

    @Test
    void writesZerosAndNullsUnlessTheyAreOmitted() {
        assertThat(Json.string(new Body("", false, null, null, Map.of(), 0, 0, null, null)))
                .isEqualTo("{\"Tty\":false,\"Cmd\":null,\"HostConfig\":null}");
        assertThat(Json.string(new Body(
                        "a", true, false, List.of(), Map.of("b", "2", "a", "1"), 1, 2, new Inner(0, 0L), null)))
                .isEqualTo(
                        "{\"Image\":\"a\",\"Tty\":true,\"Init\":false,\"Cmd\":[],\"Labels\":{\"a\":\"1\",\"b\":\"2\"},"
                                + "\"Count\":1,\"Cpus\":2.0,\"HostConfig\":{\"Memory\":0,\"Swap\":0}}");
    }

    @Test
    void anExplicitEmptyListStaysOne() {
        assertThat(Json.string(read("{\"Cmd\":[]}"))).contains("\"Cmd\":[]");
    }

    record State(String name, boolean up, Map<String, Integer> counts) {
        boolean isNew() {
            return true;
        }
    }

    @Test
    void aStateRecordNeedsNoAnnotationsAndItsQuestionsAreNotWritten() {
        var state = new State("a", true, Map.of("x", 1));
        assertThat(Json.string(state)).isEqualTo("{\"name\":\"a\",\"up\":true,\"counts\":{\"x\":1}}");
        assertThat(Json.read(Json.bytes(state), State.class)).isEqualTo(state);
    }

    @Test
    void timesHaveTheDigitsTheyNeed() {
        assertThat(GoTime.format(Instant.parse("2026-11-21T09:00:00.120Z"))).isEqualTo("2026-11-21T09:00:00.12Z");
        assertThat(GoTime.format(GoTime.ZERO)).isEqualTo("0001-01-01T00:00:00Z");
        Body body = read("{\"At\":\"2026-11-21T10:00:00.000000001+01:00\"}");
        assertThat(Json.string(body)).contains("\"At\":\"2026-11-21T09:00:00.000000001Z\"");
    }
}
