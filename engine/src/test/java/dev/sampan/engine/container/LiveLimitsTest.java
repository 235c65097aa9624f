package dev.sampan.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.api.Json;
import dev.sampan.api.container.HostConfig;
import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.cgroup.Resources;
import dev.sampan.engine.container.check.HostFacts;
import dev.sampan.engine.container.spec.DockerSpec;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.LinuxResources.WeightDevice;
import dev.sampan.engine.store.Places;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written into a group; the disks are two devices that every host has, 1:3 and 1:5. */
class LiveLimitsTest {

    private final List<Resources> written = new ArrayList<>();

    private Cgroup group(boolean refuses) {
        return (Cgroup) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Cgroup.class}, (_, method, args) -> {
                    assertThat(method.getName()).isEqualTo("update");
                    written.add((Resources) args[0]);
                    if (refuses && written.size() == 1) {
                        throw new ErrnoException("write", "io.max", Errno.ENODEV);
                    }
                    return null;
                });
    }

    private void change(String present, String wanted, boolean refuses) {
        String json = """
                {"id": "%s", "name": "/one", "created": "2026-11-21T10:00:00Z", "image": "",
                 "config": {}, "hostConfig": %s}""".formatted("a".repeat(64), present);
        var nowhere = Path.of("/nowhere");
        var container =
                new Container(new ContainerTable(new Places(nowhere, nowhere)), read(json, ContainerFile.class));
        var one = new BitSet();
        one.set(0);
        new LiveLimits(new HostFacts(1, one, one, 2, true, false, "host"))
                .change(container, group(refuses), DockerSpec.resources(read(wanted, HostConfig.class)));
    }

    private static <T> T read(String json, Class<T> type) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private static List<WeightDevice> weights(Resources resources) {
        return resources.blockIo().orElseThrow().weightDevice();
    }

    @Test
    void weightsOfDisksAreTakenBackWithWhatTheKernelRefuses() {
        assertThatThrownBy(() -> change(
                        "{\"BlkioWeightDevice\": [{\"Path\": \"/dev/null\", \"Weight\": 100}]}",
                        "{\"BlkioWeightDevice\": [{\"Path\": \"/dev/zero\", \"Weight\": 300}]}",
                        true))
                .isInstanceOf(SystemFailure.class);
        assertThat(weights(written.get(0))).containsExactly(new WeightDevice(1, 5, 300), new WeightDevice(1, 3, 0));
        assertThat(weights(written.get(1))).containsExactly(new WeightDevice(1, 3, 100), new WeightDevice(1, 5, 0));
    }

    @Test
    void aDiskThatIsNotNamedAnyMoreHasNoWeightOfItsOwn() {
        change(
                "{\"BlkioWeightDevice\": [{\"Path\": \"/dev/null\", \"Weight\": 100}]}",
                "{\"BlkioWeightDevice\": []}",
                false);
        assertThat(weights(written.getFirst())).containsExactly(new WeightDevice(1, 3, 0));
    }
}
