package dev.sampan.engine.container.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalNameTest {

    @ParameterizedTest
    @CsvSource({
        "KILL, 9",
        "SIGUSR1, 10",
        "usr2, 12",
        "9, 9",
        "RTMIN, 34",
        "SIGRTMIN, 34",
        "rtmin+15, 49",
        "RTMAX-14, 50",
        "POLL, 29",
        "SIGCLD, 17",
        "IOT, 6",
        "999, 999",
        "-1, -1"
    })
    void readsNamesAndNumbers(String text, int number) {
        assertThat(SignalName.parse(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "SIG",
                "SIGSIGKILL",
                "SIGRTMIN+16",
                "SIGRTMAX-15",
                "RTMIN-1",
                "9.0",
                "0x9",
                " 9",
                "KILL ",
                "INFO",
                "SIGUNUSED"
            })
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> SignalName.parse(text)).hasMessage("invalid signal: " + text);
    }
}
