package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of the host's kernel, asked for as a container's. Each is asked for with the value that it has. */
@NeedsRoot
@Timeout(120)
class Invariant13SysctlsTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    private static final String CREATE =
            "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kernel.printk_ratelimit_burst | is not in a separate kernel namespace",
                "vm.swappiness | is not in a separate kernel namespace",
                "kernel.hostname | is not allowed as it conflicts with the OCI \"hostname\" field",
                "net.//.kernel.printk_ratelimit_burst | is not in a separate kernel namespace",
                "net//kernel/printk_ratelimit_burst | is not in a separate kernel namespace",
                "net... | is not in a separate kernel namespace",
                "net. | is not in a separate kernel namespace",
                "fs.mqueue.//.file-max | is not in a separate kernel namespace",
                "kernel.msgmax. | is not in a separate kernel namespace",
                "netx | is not in a separate kernel namespace",
            })
    void aSettingOfTheHostIsRefusedByItsName(String name, String why) throws IOException {
        victim.image(Victim.tar());
        assertThat(victim.run("echo ran", "", sysctl(name, "10")).failure())
                .startsWith(CREATE + "sysctl \"")
                .endsWith("\" " + why);
    }

    @Test
    void aNamespaceThatIsTheHostsIsNotTheContainersToSet() throws IOException {
        victim.image(Victim.tar());
        var retries =
                Files.readString(Path.of("/proc/sys/net/ipv4/tcp_retries1")).strip();
        var network = sysctl("net.ipv4.tcp_retries1", retries);
        var text = CREATE + "sysctl \"net.ipv4.tcp_retries1\" not allowed in host network namespace";
        assertThat(victim.run("echo ran", "", mode("NetworkMode", "host") + network)
                        .failure())
                .isEqualTo(text);
        var host = victim.start("sleep 100", mode("NetworkMode", "host"));
        assertThat(victim.run("echo ran", "", mode("NetworkMode", "container:" + host) + network)
                        .failure())
                .as("through a container that shares it")
                .isEqualTo(text);
        var messages = Files.readString(Path.of("/proc/sys/kernel/msgmax")).strip();
        assertThat(victim.run("echo ran", "", mode("IpcMode", "host") + sysctl("kernel.msgmax", messages))
                        .failure())
                .isEqualTo(CREATE + "sysctl \"kernel.msgmax\" is not allowed in the hosts ipc namespace");
        assertThat(victim.run("echo ran", "", mode("UTSMode", "host") + sysctl("kernel.domainname", "x"))
                        .failure())
                .isEqualTo(CREATE + "sysctl \"kernel.domainname\" is not in a separate kernel namespace");
    }

    @Test
    void theContainersOwnAreSetWithBothSeparators() throws IOException {
        victim.image(Victim.tar());
        var outcome = victim.run(
                "cd /proc/sys; cat net/ipv4/tcp_retries1 net/ipv4/conf/lo/tag kernel/msgmax fs/mqueue/msg_max"
                        + " kernel/domainname",
                "",
                ", \"Sysctls\": {\"net.ipv4.tcp_retries1\": \"4\", \"net/ipv4/conf/lo/tag\": \"3\", \"kernel.msgmax\":"
                        + " \"12345\", \"fs/mqueue/msg_max\": \"11\", \"kernel.domainname\": \"sea\"}");
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out()).isEqualTo("4\n3\n12345\n11\nsea\n");
    }

    private static String sysctl(String name, String value) {
        return ", \"Sysctls\": {\"" + name + "\": \"" + value + "\"}";
    }

    private static String mode(String kind, String mode) {
        return ", \"" + kind + "\": \"" + mode + "\"";
    }
}
