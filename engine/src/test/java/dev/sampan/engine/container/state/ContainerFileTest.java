package dev.sampan.engine.container.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.Json;
import dev.sampan.api.container.EndpointSettings;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.container.mount.ContainerMount;
import dev.sampan.engine.spec.MacAddress;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerFileTest {

    private static final String EMPTY = """
            {"id": "abc", "name": "/x", "created": "2026-11-21T10:00:00.5Z", "image": "", "config": {"Image": "busybox"},
             "hostConfig": {"Binds": [], "Memory": 5}, "fromTheFuture": {"a": [1, 2]}}""";

    private static ContainerFile file() {
        return Json.read(EMPTY.getBytes(StandardCharsets.UTF_8), ContainerFile.class);
    }

    private static ContainerFile roundTrip(ContainerFile file) {
        return Json.read(Json.bytes(file), ContainerFile.class);
    }

    @Test
    void survivesARoundTripInEachState() {
        Instant now = Instant.parse("2026-11-21T10:00:01.123456789Z");
        for (State state : List.of(
                new State.Created(),
                new State.Running(7, now),
                new State.Paused(8, now),
                new State.Restarting(),
                new State.Exited(),
                new State.Removing(),
                new State.Dead())) {
            var edit = file().edit();
            edit.state = state;
            edit.lastRun = new LastRun(now, LastRun.NEVER, 137, "why", true);
            edit.mounts = List.of(new ContainerMount(
                    "bind",
                    "",
                    "/etc",
                    "/host",
                    "",
                    "ro",
                    false,
                    "rprivate",
                    false,
                    false,
                    true,
                    false,
                    false,
                    List.of("a")));
            ContainerFile changed = edit.done();
            assertThat(roundTrip(changed)).isEqualTo(changed);
        }
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        assertThat(roundTrip(file()).unknown()).isEqualTo(Map.of("fromTheFuture", Map.of("a", List.of(1, 2))));
    }

    @Test
    void keepsAnEmptyListApartFromNone() {
        HostConfig host = roundTrip(file()).hostConfig();
        assertThat(host.binds()).isEmpty();
        assertThat(host.dns()).isNull();
    }

    /** Written before endpoints and attachments were fields of their own. */
    @Test
    void aRunsAddressInAnOlderFileIsNotOneThatWasChosen() {
        String running = """
                "networks": {"bridge": {"IPAMConfig": {"IPv4Address": "172.28.2.9"}, "NetworkID": "n", "EndpointID": "e",
                 "IPAddress": "172.28.2.3", "IPPrefixLen": 24, "Gateway": "172.28.2.1", "MacAddress": "02:42:ac:1c:02:03"}},""";
        var file = Json.read(
                EMPTY.replaceFirst("\\{", "{" + running).getBytes(StandardCharsets.UTF_8), ContainerFile.class);
        assertThat(file.endpoints())
                .containsEntry(
                        "bridge", new EndpointState("n", "e", "172.28.2.1", "172.28.2.3", 24, "02:42:ac:1c:02:03"));
        assertThat(file.attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.address()).contains(InetAddress.ofLiteral("172.28.2.9"));
            assertThat(attachment.mac()).isEmpty();
        });
        assertThat(roundTrip(file)).isEqualTo(file);
    }

    @Test
    void aMacAddressOfAContainerThatNeverRanWasChosen() {
        String asked = "\"networks\": {\"bridge\": {\"MacAddress\": \"02:42:ac:1c:02:03\"}},";
        var file =
                Json.read(EMPTY.replaceFirst("\\{", "{" + asked).getBytes(StandardCharsets.UTF_8), ContainerFile.class);
        assertThat(file.attachments().getFirst().mac()).contains(new MacAddress("02:42:ac:1c:02:03"));
        assertThat(file.endpoints()).containsEntry("bridge", EndpointState.NONE);
    }

    @Test
    void aChosenMacAddressMayHaveDashes() {
        var settings = Json.read(
                "{\"MacAddress\": \"02-42-0a-00-00-07\"}".getBytes(StandardCharsets.UTF_8), EndpointSettings.class);
        assertThat(ContainerFile.attachments(Map.of("n", settings)).getFirst().mac())
                .contains(new MacAddress("02:42:0a:00:00:07"));
    }
}
