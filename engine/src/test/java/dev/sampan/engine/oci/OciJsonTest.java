package dev.sampan.engine.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class OciJsonTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** As runc spec writes it, shortened. */
    private static final String CONFIG = """
            {"ociVersion": "1.2.1",
             "process": {"terminal": true, "consoleSize": {"height": 25, "width": 80},
               "user": {"uid": 1, "gid": 2, "umask": 18, "additionalGids": [3, 4]},
               "args": ["sh"], "env": ["PATH=/bin"], "cwd": "/",
               "capabilities": {"bounding": ["CAP_KILL"], "effective": ["CAP_KILL"], "permitted": ["CAP_KILL"]},
               "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 1024, "soft": 512}],
               "noNewPrivileges": true, "oomScoreAdj": 100, "unknown": 1},
             "root": {"path": "rootfs", "readonly": true},
             "hostname": "box",
             "mounts": [{"destination": "/proc", "type": "proc", "source": "proc", "options": ["nosuid"]}],
             "linux": {
               "resources": {"devices": [{"allow": false, "access": "rwm"}], "memory": {"limit": 1048576},
                 "cpu": {"shares": 512, "cpus": "0"}, "pids": {"limit": 10}},
               "namespaces": [{"type": "pid"}, {"type": "network", "path": "/proc/7/ns/net"}],
               "uidMappings": [{"containerID": 0, "hostID": 100000, "size": 65536}],
               "devices": [{"path": "/dev/fuse", "type": "c", "major": 10, "minor": 229, "fileMode": 438}],
               "seccomp": {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]},
               "sysctl": {"net.ipv4.ip_forward": "1"},
               "maskedPaths": ["/proc/kcore"], "readonlyPaths": ["/proc/sys"]}}
            """;

    @Test
    void readsWhatRuncWrites() {
        var spec = JSON.readValue(CONFIG, RuntimeSpec.class);
        assertThat(spec.process().consoleSize()).isEqualTo(new Process.ConsoleSize(25, 80));
        assertThat(spec.process().user()).isEqualTo(new Process.User(1, 2, 18, List.of(3L, 4L), ""));
        assertThat(spec.process().rlimits()).containsExactly(new Process.Rlimit("RLIMIT_NOFILE", 512, 1024));
        assertThat(spec.process().capabilities().inheritable()).isEmpty();
        assertThat(spec.root().readonly()).isTrue();
        assertThat(spec.linux().namespaces())
                .containsExactly(
                        Namespace.fresh(Namespace.Type.PID), Namespace.join(Namespace.Type.NETWORK, "/proc/7/ns/net"));
        assertThat(spec.linux().uidMappings()).containsExactly(new Linux.IdMapping(0, 100000, 65536));
        assertThat(spec.linux().devices())
                .containsExactly(new Linux.Device("/dev/fuse", "c", 10, 229, 438, null, null));
        assertThat(spec.linux().resources().devices())
                .containsExactly(new LinuxResources.DeviceRule(false, "a", null, null, "rwm"));
        assertThat(spec.linux().resources().memory().limit()).isEqualTo(1048576);
        assertThat(spec.linux().seccomp().syscalls().getFirst().names()).containsExactly("read");
        assertThat(spec.linux().sysctl()).isEqualTo(Map.of("net.ipv4.ip_forward", "1"));
    }

    @Test
    void whatWasReadIsWrittenAndReadTheSame() {
        var spec = JSON.readValue(CONFIG, RuntimeSpec.class);
        assertThat(JSON.readValue(JSON.writeValueAsBytes(spec), RuntimeSpec.class))
                .isEqualTo(spec);
    }

    @Test
    void whatIsAbsentIsEmptyAndNeverNull() {
        var spec = JSON.readValue("{\"process\": {}}", RuntimeSpec.class);
        assertThat(spec.process().args()).isEmpty();
        assertThat(spec.process().cwd()).isEqualTo("/");
        assertThat(spec.process().user()).isEqualTo(Process.User.ROOT);
        assertThat(spec.linux().maskedPaths()).isEmpty();
        assertThat(spec.mounts()).isEmpty();
    }
}
