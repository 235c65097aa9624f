package dev.sampan.cli.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagSetTest {
    private static final FlagSet FLAGS = new FlagSet("""
          -d, --detach            In the background
          -e, --env list          Variables
          -i, --interactive       Keep open
          -m, --memory bytes      Limit
              --cpus decimal      CPUs
              --name string       Name
              --stop-timeout int  Seconds
              --sig-proxy         Forward (default true)
          -t, --tty               Terminal
        """);

    private static Parsed parse(String... arguments) {
        return FLAGS.parse(List.of(arguments), false);
    }

    @Test
    void readsDockersSpellings() {
        Parsed flags = parse(
                "-itd", "--name=x", "-eA=b", "-e", "C=-d", "--memory", "1g", "busybox", "-d", "--no-flag-of-ours");
        assertThat(flags.bool("interactive")).isTrue();
        assertThat(flags.bool("tty")).isTrue();
        assertThat(flags.bool("detach")).isTrue();
        assertThat(flags.string("name")).isEqualTo("x");
        assertThat(flags.list("env")).containsExactly("A=b", "C=-d");
        assertThat(flags.bytes("memory")).isEqualTo(1L << 30);
        assertThat(flags.arguments()).containsExactly("busybox", "-d", "--no-flag-of-ours");
    }

    @Test
    void aBoolTakesAValueOnlyAfterEquals() {
        Parsed flags = parse("--sig-proxy=false", "-t=0", "--detach", "false");
        assertThat(flags.bool("sig-proxy")).isFalse();
        assertThat(flags.bool("tty")).isFalse();
        assertThat(flags.bool("detach")).isTrue();
        assertThat(flags.arguments()).containsExactly("false");
    }

    @Test
    void twoDashesEndTheFlags() {
        assertThat(FLAGS.parse(List.of("-d", "--", "-t", "x"), true).arguments())
                .containsExactly("-t", "x");
    }

    @Test
    void flagsMayStandBehindArgumentsWhereTheVerbAllowsIt() {
        Parsed flags = FLAGS.parse(List.of("a", "-d", "b"), true);
        assertThat(flags.bool("detach")).isTrue();
        assertThat(flags.arguments()).containsExactly("a", "b");
    }

    @Test
    void defaultsComeFromTheHelpText() {
        assertThat(parse().bool("sig-proxy")).isTrue();
        assertThat(parse().has("sig-proxy")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--nosuch           | unknown flag: --nosuch",
                "-x                 | unknown shorthand flag: 'x' in -x",
                "-dx                | unknown shorthand flag: 'x' in -x",
                "--name             | flag needs an argument: --name",
                "-e                 | flag needs an argument: 'e' in -e",
                "--=x               | bad flag syntax: --=x",
                "-t=x               | invalid argument \"x\" for \"-t, --tty\" flag: strconv.ParseBool: parsing \"x\": invalid syntax",
                "-mxx               | invalid argument \"xx\" for \"-m, --memory\" flag: invalid size: 'xx'",
                "-m1q               | invalid argument \"1q\" for \"-m, --memory\" flag: invalid suffix: 'q'",
                "--stop-timeout=x   | invalid argument \"x\" for \"--stop-timeout\" flag: strconv.ParseInt: parsing \"x\": invalid syntax",
                "--cpus=a           | invalid argument \"a\" for \"--cpus\" flag: failed to parse a as a rational number",
                "--env==            | invalid argument \"=\" for \"-e, --env\" flag: invalid environment variable: =",
            })
    void complainsInPflagsWords(String argument, String message) {
        assertThatThrownBy(() -> parse(argument))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "1k,1024",
        "1KB,1024",
        "1KiB,1024",
        "1.5m,1572864",
        "2G,2147483648",
        "-1,-1",
        "1 m,1048576"
    })
    void readsSizes(String text, long bytes) {
        assertThat(Parsed.size(text)).isEqualTo(bytes);
    }
}
