package dev.sampan.engine.container.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.api.Json;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.spec.ContainerSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static ContainerSpec spec(String host) {
        String json = """
                {"id": "%s", "name": "/a", "created": "2026-11-21T10:00:00Z", "image": "", "config": {}, "hostConfig": %s}""".formatted("a".repeat(64), host);
        return DockerSpec.of(Json.read(json.getBytes(StandardCharsets.UTF_8), ContainerFile.class));
    }

    @Test
    void aRequestForDevicesOfADriverIsRefused() {
        var devices = spec("{\"DeviceRequests\": [{\"Count\": -1, \"Capabilities\": [[\"gpu\", \"x\"], [\"y\"]]}]}")
                .devices();
        assertThatThrownBy(() -> Limits.devices(devices, false))
                .isInstanceOf(SystemFailure.class)
                .hasMessage("could not select device driver \"\" with capabilities: [[gpu x] [y]]");
    }

    @Test
    void realTimeAndBlockDevicesAreInTheSpec() {
        var limits = Limits.resources(
                spec("{\"CpuRealtimePeriod\": 10000, \"CpuRealtimeRuntime\": 1000, \"BlkioWeight\": 300,"
                                + " \"BlkioDeviceReadBps\": [{\"Path\": \"/dev/null\", \"Rate\": 5}]}")
                        .resources(),
                List.of());
        assertThat(limits.cpu().realtimePeriod()).isEqualTo(10000);
        assertThat(limits.cpu().realtimeRuntime()).isEqualTo(1000);
        assertThat(limits.blockIO().weight()).isEqualTo(300);
        assertThat(limits.blockIO().throttleReadBpsDevice()).singleElement().satisfies(device -> {
            assertThat(device.major()).isEqualTo(1);
            assertThat(device.minor()).isEqualTo(3);
            assertThat(device.rate()).isEqualTo(5);
        });
    }
}
