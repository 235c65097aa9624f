package dev.sampan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoQuoteTest {

    @Test
    void whatPrintsStaysAndTheRestIsEscapedAsGoDoes() {
        assertThat(GoQuote.of("a \"b\" \\ <c> é 漢 😀")).isEqualTo("\"a \\\"b\\\" \\\\ <c> é 漢 😀\"");
        assertThat(GoQuote.of("\u0007\b\f\n\r\t\u000b")).isEqualTo("\"\\a\\b\\f\\n\\r\\t\\v\"");
        assertThat(GoQuote.of("\u001b[1m\u007f\u0000")).isEqualTo("\"\\x1b[1m\\x7f\\x00\"");
        assertThat(GoQuote.of("\u00a0\u00ad\u2028\ufeff\ue000")).isEqualTo("\"\\u00a0\\u00ad\\u2028\\ufeff\\ue000\"");
        assertThat(GoQuote.of(new String(Character.toChars(0xe0001)))).isEqualTo("\"\\U000e0001\"");
    }
}
