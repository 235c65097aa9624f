package dev.sampan.engine.container.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.api.Json;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.security.Devices;
import dev.sampan.engine.spec.Bytes;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.spec.MountSpec;
import dev.sampan.engine.spec.NamespaceMode;
import dev.sampan.engine.spec.NetworkSpec;
import dev.sampan.engine.spec.RestartPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DockerSpecTest {

    private static ContainerSpec spec(String config, String host, String mounts) {
        String json = """
                {"id": "%s", "name": "/a", "created": "2026-11-21T10:00:00Z", "image": "", "config": {%s}, "hostConfig": {%s},
                 "mounts": [%s]}""".formatted("a".repeat(64), config, host, mounts);
        return DockerSpec.of(Json.read(json.getBytes(StandardCharsets.UTF_8), ContainerFile.class));
    }

    private static ContainerSpec host(String host) {
        return spec("", host, "");
    }

    private static MountSpec mount(String fields) {
        return spec(
                        "",
                        "",
                        "{\"destination\": \"/x\", \"source\": \"/s\", \"mode\": \"\", \"driver\": \"\", \"name\": \"v\", "
                                + fields + "}")
                .mounts()
                .getFirst();
    }

    @Test
    void theCommandIsTheEntrypointAndWhatFollowsIt() {
        var process = spec("\"Entrypoint\": [\"/e\", \"1\"], \"Cmd\": [\"2\"], \"Env\": [\"A=1\", \"B\"]", "", "")
                .process();
        assertThat(process.command()).containsExactly("/e", "1", "2");
        assertThat(process.environment()).containsExactly("A=1", "B");
    }

    @Test
    void whatIsNotAskedForIsAbsentAndNotNull() {
        ContainerSpec spec = host("");
        assertThat(spec.process().command()).isEmpty();
        assertThat(spec.mounts()).isEmpty();
        assertThat(spec.labels()).isEmpty();
        assertThat(spec.resources().memory().limit()).isEmpty();
        assertThat(spec.resources().processes()).isEmpty();
        assertThat(spec.restart()).isEqualTo(RestartPolicy.NEVER);
        assertThat(spec.namespaces().network()).isEqualTo(NamespaceMode.OWN);
        assertThat(spec.stop().signal()).isEqualTo(15);
        assertThat(spec.stop().patience()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void anotherContainersNamespacesAreNamed() {
        var namespaces = host("\"NetworkMode\": \"container:n\", \"PidMode\": \"container:p\", \"IpcMode\": \"host\","
                        + " \"UTSMode\": \"host\", \"CgroupnsMode\": \"host\"")
                .namespaces();
        assertThat(namespaces.network()).isEqualTo(new NamespaceMode.OfContainer("n"));
        assertThat(namespaces.referred()).containsExactly("n", "p");
        assertThat(List.of(namespaces.ipc(), namespaces.uts(), namespaces.cgroup()))
                .containsOnly(NamespaceMode.HOST);
    }

    @Test
    void sharedMemoryIsAbsentForIpcNoneAndLentUnlessItIsPrivate() {
        assertThat(host("\"IpcMode\": \"none\"").namespaces().sharedMemory()).isEmpty();
        var own = host("\"IpcMode\": \"private\", \"ShmSize\": 65536").namespaces();
        assertThat(own.sharedMemory()).contains(Bytes.kibi(64));
        assertThat(own.lendsIpc()).isFalse();
        assertThat(host("\"IpcMode\": \"shareable\"").namespaces().lendsIpc()).isTrue();
    }

    @Test
    void processorsAreAQuotaOfAPeriodOfAHundredMilliseconds() {
        var cpu = host("\"NanoCpus\": 1500000000, \"CpuPeriod\": 7").resources().cpu();
        assertThat(cpu.period()).isEqualTo(OptionalLong.of(100_000));
        assertThat(cpu.quota()).isEqualTo(OptionalLong.of(150_000));
    }

    @Test
    void noLimitOfProcessesIsSaidInManyWays() {
        for (int none : List.of(0, -1, -2)) {
            assertThat(host("\"PidsLimit\": " + none).resources().processes()).isEqualTo(OptionalLong.of(-1));
        }
        assertThat(host("\"PidsLimit\": 5").resources().processes()).isEqualTo(OptionalLong.of(5));
    }

    @Test
    void portsThatNobodyNamedArePublishedOnlyOnce() {
        var ports = spec(
                        "\"ExposedPorts\": {\"80/tcp\": {}, \"53/udp\": {}}",
                        "\"PublishAllPorts\": true, \"PortBindings\": {\"80/tcp\": [{\"HostIp\": \"\", \"HostPort\": \"8080\"}]}",
                        "")
                .network();
        assertThat(ports.ports()).hasSize(2);
        assertThat(ports.choosesPorts()).isTrue();
    }

    @Test
    void anExtraHostsAddressMayHaveColons() {
        assertThat(host("\"ExtraHosts\": [\"six:::1\", \"h:host-gateway\"]")
                        .network()
                        .extraHosts())
                .containsExactly(
                        new NetworkSpec.ExtraHost("six", "::1"),
                        new NetworkSpec.ExtraHost("h", NetworkSpec.ExtraHost.GATEWAY));
    }

    @Test
    void aReadOnlyBindIsReadOnlyBelowToo() {
        assertThat(mount("\"type\": \"bind\", \"rw\": false, \"propagation\": \"rslave\", \"options\": []"))
                .isEqualTo(new MountSpec.Bind("/s", "/x", true, "rslave", true, false, false));
        assertThat(
                        mount(
                                "\"type\": \"bind\", \"rw\": false, \"propagation\": \"\", \"options\": [\"ro\"], \"nonRecursive\": true"))
                .isEqualTo(new MountSpec.Bind("/s", "/x", true, "rprivate", false, true, false));
    }

    @Test
    void aPolicyRestartsSoManyTimesAfterAFailure() {
        var policy = (RestartPolicy.OnFailure)
                host("\"RestartPolicy\": {\"Name\": \"on-failure\", \"MaximumRetryCount\": 2}")
                        .restart();
        assertThat(policy.allows(1)).isTrue();
        assertThat(policy.allows(2)).isFalse();
        assertThat(new RestartPolicy.OnFailure(0).allows(1000)).isTrue();
    }

    /** Docker starts such a container, whose image may be of another builder. */
    @Test
    void aStopSignalThatNobodyKnowsIsTheUsualOne() {
        assertThat(spec("\"StopSignal\": \"SIGFOO\"", "", "").stop().signal()).isEqualTo(15);
    }

    /** A file that create accepted, and whose container may run: with all devices there is no rule to look at. */
    @Test
    void aDeviceRuleIsNotReadBeforeTheStart() {
        var devices = host("\"Privileged\": true, \"DeviceCgroupRules\": [\"nonsense\"]")
                .devices();
        assertThat(Limits.devices(devices, true).rules()).isEqualTo(Devices.ALL_RULES);
        assertThatThrownBy(() -> Limits.devices(devices, false))
                .isInstanceOf(SystemFailure.class)
                .hasMessage("invalid device cgroup rule format: 'nonsense'");
    }
}
