package dev.sampan.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.Json;
import dev.sampan.engine.spec.MacAddress;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkJsonTest {

    private static final Cidr GATEWAY = Cidr.parse("172.17.0.1/16");
    private static final Network NETWORK = new Network(
            "ab".repeat(32),
            "bridge",
            "bridge",
            Instant.parse("2026-11-21T10:00:00Z"),
            true,
            false,
            false,
            List.of(new Network.Pool(GATEWAY.network(), GATEWAY)),
            Map.of("com.docker.network.driver.mtu", "1500"),
            Map.of());

    @Test
    void aNetworkIsReadBackAsItWasWritten() {
        assertThat(Json.read(Json.bytes(NETWORK), Network.class)).isEqualTo(NETWORK);
    }

    /** Containers keep it in their own file, with the engine's mapper. */
    @Test
    void aSandboxIsReadBackAsItWasWritten() {
        var device = new Endpoint.Device(
                "eth0",
                "veth0123456",
                MacAddress.of(InetAddress.ofLiteral("172.17.0.2")),
                Cidr.parse("172.17.0.2/16"),
                GATEWAY,
                1500,
                true);
        var ports = List.of(
                new PublishedPort("tcp", 80, InetAddress.ofLiteral("0.0.0.0"), 8080),
                new PublishedPort("tcp", 80, InetAddress.ofLiteral("::"), 8080));
        var sandbox = new Sandbox(
                "cd".repeat(32),
                "c0ffee",
                "web",
                List.of(
                        new Endpoint("ef".repeat(32), NETWORK.id(), "bridge", Optional.of(device), ports),
                        new Endpoint("01".repeat(32), NETWORK.id(), "none", Optional.empty(), List.of())));
        byte[] json = Json.bytes(sandbox);
        assertThat(Json.read(json, Sandbox.class)).isEqualTo(sandbox);
        assertThat(new String(json, java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"address\":\"172.17.0.2/16\"", "\"mac\":\"02:42:ac:11:00:02\"");
    }
}
