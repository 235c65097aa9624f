package dev.sampan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigChangesTest {

    @Test
    void commandsAreListsOrShellLines() {
        assertThat(apply("CMD [\"a\", \"b c\"]").cmd()).contains(List.of("a", "b c"));
        assertThat(apply("CMD a  b").cmd()).contains(List.of("/bin/sh", "-c", "a  b"));
        assertThat(apply("CMD").cmd()).contains(List.of("/bin/sh", "-c"));
        assertThat(apply("ENTRYPOINT []").entrypoint()).contains(List.of());
        assertThat(apply("cmd [1]").cmd()).contains(List.of("/bin/sh", "-c", "[1]"));
    }

    @Test
    void theEnvironmentReplacesAndIsReplaced() {
        assertThat(apply("ENV A=1 B=\"two words\" C=a\\ b", "ENV A=$B/${B:-x}-$NONE-'$A'")
                        .env())
                .containsExactly("A=two words/two words--$A", "B=two words", "C=a b");
        assertThat(apply("ENV A the rest of it").env()).containsExactly("A=the rest of it");
    }

    @Test
    void theOthers() {
        ImageConfig config = apply(
                "EXPOSE 80 53/udp 7000-7002/TCP",
                "VOLUME [\"/a\"]\nVOLUME /b /c\n# no more",
                "WORKDIR a\nWORKDIR ../b/./c",
                "USER me:us",
                "STOPSIGNAL sigrtmin+3",
                "LABEL a=b \"c d\"='e f'",
                "ONBUILD RUN x",
                "HEALTHCHECK --interval=1m30s --retries=3 CMD [\"t\"]");
        assertThat(config.exposedPorts())
                .containsExactlyInAnyOrder("80/tcp", "53/udp", "7000/tcp", "7001/tcp", "7002/tcp");
        assertThat(config.volumes()).containsExactlyInAnyOrder("/a", "/b", "/c");
        assertThat(config.workingDir()).isEqualTo("/b/c");
        assertThat(config.user()).isEqualTo("me:us");
        assertThat(config.stopSignal()).isEqualTo("sigrtmin+3");
        assertThat(config.labels()).containsEntry("a", "b").containsEntry("c d", "e f");
        assertThat(config.onBuild()).containsExactly("RUN x");
        assertThat(config.healthcheck()).hasValueSatisfying(check -> {
            assertThat(check.test()).containsExactly("CMD", "t");
            assertThat(check.interval()).isEqualTo(Duration.ofSeconds(90));
            assertThat(check.retries()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUN true|RUN is not a valid change command",
                "nonsense|NONSENSE is not a valid change command",
                "ENV A|ENV must have two arguments",
                "ENV =x|ENV names can not be blank",
                "EXPOSE http|invalid containerPort: http",
                "EXPOSE 70000|invalid containerPort: 70000",
                "EXPOSE 80/icmp|invalid proto: icmp",
                "STOPSIGNAL NOSIG|invalid signal: NOSIG",
                "HEALTHCHECK NONE x|HEALTHCHECK NONE takes no arguments",
                "HEALTHCHECK --interval=soon CMD x|time: invalid duration \"soon\"",
                "USER|USER requires at least one argument",
            })
    void whatMakesNoSenseIsRefused(String change, String message) {
        assertThatThrownBy(() -> apply(change))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage(message);
    }

    @Test
    void writtenAndReadItIsTheSame() throws Exception {
        ImageConfig config =
                apply("ENV A=1", "CMD [\"x\"]", "HEALTHCHECK --timeout=5s CMD y", "EXPOSE 80", "LABEL z=1");
        assertThat(ImageConfigJson.read(ImageConfigJson.write(config))).isEqualTo(config);
        assertThat(ImageConfigJson.write(ImageConfig.EMPTY)).isEmpty();
    }

    private static ImageConfig apply(String... changes) {
        return ConfigChanges.apply(ImageConfig.EMPTY, List.of(changes));
    }
}
