package dev.sampan.engine.container.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.api.Json;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.error.EngineException.SystemFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static HostConfig host(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), HostConfig.class);
    }

    @Test
    void aRequestForDevicesOfADriverIsRefused() {
        assertThatThrownBy(() -> Limits.devices(
                        host("{\"DeviceRequests\": [{\"Count\": -1, \"Capabilities\": [[\"gpu\", \"x\"], [\"y\"]]}]}")))
                .isInstanceOf(SystemFailure.class)
                .hasMessage("could not select device driver \"\" with capabilities: [[gpu x] [y]]");
    }

    @Test
    void realTimeAndBlockDevicesAreInTheSpec() {
        var limits = Limits.resources(
                host("{\"CpuRealtimePeriod\": 10000, \"CpuRealtimeRuntime\": 1000, \"BlkioWeight\": 300,"
                        + " \"BlkioDeviceReadBps\": [{\"Path\": \"/dev/null\", \"Rate\": 5}]}"),
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
