package dev.sampan.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.spec.SecurityOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's two files and a parser, all made up; checks/other-kernel has real ones. */
class AppArmorTest {

    private static final SecurityOptions NOTHING = SecurityOptionText.parse(List.of());

    @TempDir
    Path folder;

    private Path profiles;

    @BeforeEach
    void aHostWithAppArmor() throws IOException {
        Files.writeString(folder.resolve("enabled"), "Y\n");
        profiles = Files.writeString(folder.resolve("profiles"), "lsb_release (enforce)\nmine (complain)\n");
    }

    private AppArmor host() {
        return new AppArmor(
                folder.resolve("enabled"), profiles, List.of(folder.resolve("nowhere"), folder.resolve("parser")));
    }

    private void parser(String script) throws IOException {
        Path parser = Files.writeString(folder.resolve("parser"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(parser, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theDefaultIsLoadedWhenFirstNeeded() throws IOException {
        parser("echo once >> " + folder.resolve("calls") + "; cat > " + folder.resolve("text")
                + "; echo 'docker-default (enforce)' >> " + profiles);
        assertThat(host().confines()).isTrue();
        assertThat(host().shown(NOTHING, false)).isEqualTo("docker-default");
        assertThat(folder.resolve("calls")).doesNotExist();
        assertThat(host().profile(NOTHING, false)).isEqualTo("docker-default");
        assertThat(host().profile(NOTHING, false)).isEqualTo("docker-default");
        assertThat(folder.resolve("calls")).hasContent("once");
        assertThat(folder.resolve("text")).content().contains("profile docker-default flags=", "deny mount,");
    }

    @Test
    void oneThatIsThereIsNotReplaced() throws IOException {
        parser("exit 1");
        Files.writeString(profiles, "docker-default (enforce)\n");
        assertThat(host().profile(NOTHING, false)).isEqualTo("docker-default");
    }

    @Test
    void withoutAParserNothingIsConfinedAndThatIsSaid() {
        assertThat(host().confines()).isFalse();
        assertThat(host().warning()).hasValueSatisfying(w -> assertThat(w).contains("containers are not confined"));
        assertThat(host().shown(NOTHING, false)).isEmpty();
        assertThat(host().profile(NOTHING, false)).isEmpty();
    }

    @Test
    void aParserThatFailsFailsTheStart() throws IOException {
        parser("cat > /dev/null; echo no such abi; exit 1");
        assertThatThrownBy(() -> host().profile(NOTHING, false))
                .isInstanceOf(SystemFailure.class)
                .hasMessageStartingWith(
                        "AppArmor enabled on system but the docker-default profile could not be loaded: ")
                .hasMessageEndingWith("failed with output: no such abi");
    }

    @Test
    void whatIsAskedForHoldsOrFails() throws IOException {
        parser("exit 1");
        assertThat(host().profile(NOTHING, true)).isEqualTo("unconfined");
        assertThat(host().shown(NOTHING, true)).isEqualTo("unconfined");
        assertThat(host().profile(asked("unconfined"), false)).isEqualTo("unconfined");
        assertThat(host().profile(asked("mine"), false)).isEqualTo("mine");
        assertThat(host().shown(asked("mine"), true)).isEqualTo("mine");
        assertThatThrownBy(() -> host().profile(asked("min"), false)).hasMessageContaining("\"min\" is not loaded");
    }

    @Test
    void aHostWithoutAppArmorRefusesNamesAlone() throws IOException {
        parser("exit 1");
        Files.writeString(folder.resolve("enabled"), "N\n");
        assertThat(host().confines()).isFalse();
        assertThat(host().warning()).isEmpty();
        for (boolean privileged : List.of(true, false)) {
            assertThat(host().profile(NOTHING, privileged)).isEmpty();
            assertThat(host().shown(NOTHING, privileged)).isEmpty();
        }
        assertThat(host().profile(asked("docker-default"), false)).isEmpty();
        assertThatThrownBy(() -> host().profile(asked("mine"), false))
                .hasMessageContaining("is not active on this host");
    }

    private static SecurityOptions asked(String profile) {
        return SecurityOptionText.parse(List.of("apparmor=" + profile));
    }
}
