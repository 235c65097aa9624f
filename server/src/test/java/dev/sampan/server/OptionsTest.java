package dev.sampan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
    @Test
    void theDefaultsAreOnTheirOwnPlaces() throws Options.Invalid {
        Options options = Options.parse(List.of());
        assertThat(options.dataRoot()).hasToString("/var/lib/sampan");
        assertThat(options.hosts()).containsExactly("unix:///run/sampan/sampan.sock");
        assertThat(options.bridge()).isEqualTo("sampan0");
        assertThat(options.liveRestore()).isFalse();
    }

    @Test
    void anotherDataRootHasAnotherBridge() throws Options.Invalid {
        String bridge = Options.parse(List.of("--data-root", "/data/sampan")).bridge();
        assertThat(bridge).matches("sampan-[0-9a-f]{8}");
        assertThat(Options.parse(List.of("--data-root", "/data/./sampan/")).bridge())
                .isEqualTo(bridge);
        assertThat(Options.parse(List.of("--data-root", "/data/sampan2")).bridge())
                .isNotEqualTo(bridge);
        assertThat(Options.parse(List.of("--data-root", "/data/sampan", "-b", "br7"))
                        .bridge())
                .isEqualTo("br7");
    }

    @Test
    void dockerdsFlagsAreUnderstoodInBothSpellings() throws Options.Invalid {
        Options options = Options.parse(List.of(
                "--data-root",
                "/d",
                "--exec-root=/e",
                "-p",
                "/p",
                "-H",
                "unix:///a",
                "--host=tcp://127.0.0.1:1",
                "--bip",
                "10.9.0.1/16",
                "--live-restore",
                "--tlsverify"));
        assertThat(options.execRoot()).hasToString("/e");
        assertThat(options.pidfile()).contains(Path.of("/p"));
        assertThat(options.hosts()).containsExactly("unix:///a", "tcp://127.0.0.1:1");
        assertThat(options.tls().on()).isTrue();
        assertThat(options.tls().verify()).isTrue();
        assertThat(options.liveRestore()).isTrue();
    }

    @Test
    void unknownFlagsAndMissingValuesAreRefused() {
        assertThatThrownBy(() -> Options.parse(List.of("--nosuch"))).hasMessage("flag needs an argument: --nosuch");
        assertThatThrownBy(() -> Options.parse(List.of("--nosuch", "x"))).hasMessage("unknown flag: --nosuch");
        assertThatThrownBy(() -> Options.parse(List.of("--bip"))).hasMessage("flag needs an argument: --bip");
        assertThatThrownBy(() -> Options.parse(List.of("--tls=maybe"))).hasMessage("invalid argument for --tls: maybe");
    }

    @Test
    void plainTcpNeedsToBeAskedForByName() {
        assertThatThrownBy(() -> Listen.on(Options.parse(List.of("-H", "tcp://127.0.0.1:0"))))
                .hasMessageContaining("whoever reaches it is root on this host");
        assertThatThrownBy(() -> Listen.on(Options.parse(List.of("-H", "fd://x"))))
                .hasMessageStartingWith("invalid bind address (fd://x)");
    }

    @Test
    void plainTcpIsOpenedWhenAskedFor() throws Exception {
        var listeners = Listen.on(Options.parse(List.of("-H", "tcp://127.0.0.1:0", "--tls=false")));
        assertThat(listeners)
                .singleElement()
                .satisfies(l -> assertThat(l.address()).startsWith("127.0.0.1:"));
        listeners.getFirst().close();
    }

    @Test
    void theUnixSocketIsForItsGroupOnly(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("s");
        var listeners = Listen.on(Options.parse(List.of("-H", "unix://" + socket, "-G", "no-such-group-here")));
        try {
            assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                            java.nio.file.Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
            assertThat(java.nio.file.Files.getAttribute(socket, "unix:gid")).isEqualTo(0);
        } finally {
            listeners.getFirst().close();
        }
    }
}
