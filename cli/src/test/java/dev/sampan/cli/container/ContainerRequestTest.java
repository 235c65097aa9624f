package dev.sampan.cli.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.cli.Failure;
import dev.sampan.cli.Program;
import dev.sampan.cli.flags.FlagSet;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerRequestTest {
    private static Map<String, Object> request(String line) throws IOException {
        var flags = new FlagSet(ContainerFlags.TEXT).parse(List.of(line.split(" ")), false);
        var program =
                new Program("sampan", InputStream.nullInputStream(), System.out, System.err, Map.of("FROM", "client"));
        return ContainerRequest.of(program, flags, false);
    }

    private static Map<String, Object> host(String line) throws IOException {
        return Json.object(request(line).get("HostConfig"));
    }

    @Test
    void readsConfiguration() throws IOException {
        var config =
                request("-it -e A=b -e FROM -e GONE -w /w -u 1:2 -h host --entrypoint a --label k=v busybox sh -c x");
        assertThat(config)
                .containsEntry("Tty", true)
                .containsEntry("StdinOnce", true)
                .containsEntry("Image", "busybox");
        assertThat(config.get("Env")).isEqualTo(List.of("A=b", "FROM=client", "GONE"));
        assertThat(config.get("Cmd")).isEqualTo(List.of("sh", "-c", "x"));
        assertThat(config.get("Entrypoint")).isEqualTo(List.of("a"));
        assertThat(config.get("Labels")).isEqualTo(Map.of("k", "v"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "-p 8080:80~{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}]}",
                "-p 80~{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"\"}]}",
                "-p 127.0.0.1::80/udp~{\"80/udp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"\"}]}",
                "-p [::1]:1:2~{\"2/tcp\":[{\"HostIp\":\"::1\",\"HostPort\":\"1\"}]}",
                "-p 5000-5001:6-7~{\"6/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"5000\"}],\"7/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"5001\"}]}",
                "-p 8000-8001:77~{\"77/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8000-8001\"}]}",
            })
    void readsPorts(String flags, String bindings) throws IOException {
        assertThat(Json.write(host(flags + " busybox").get("PortBindings"))).isEqualTo(bindings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "-p x~invalid containerPort: x",
                "-p 70000~invalid containerPort: 70000",
                "-p 1:2:3:4~invalid IP address: 1:2",
                "-p 1-3:1-2~invalid ranges specified for container and host Ports: 1-2 and 1-3",
                "-v :/x~invalid spec: :/x: empty section between colons",
                "--device a:b:c:d~bad format for path: a:b:c:d",
                "--memory-swappiness 200~invalid value: 200. Valid memory swappiness range is 0-100",
                "--pid x~--pid: invalid PID mode",
                "--uts x~--uts: invalid UTS mode",
                "--cgroupns x~--cgroupns: invalid CGROUP mode",
                "--restart always --rm~conflicting options: cannot specify both --restart and --rm",
                "--restart on-failure:x~invalid restart policy format: maximum retry count must be an integer",
                "--log-driver none --log-opt a=b~invalid logging opts for driver none",
                "--security-opt x~Invalid --security-opt: \"x\"",
                "--security-opt seccomp=/nosuch~opening seccomp profile (/nosuch) failed: open /nosuch: no such file or directory",
                "--no-healthcheck --health-cmd x~--no-healthcheck conflicts with --health-* options",
                "--health-cmd x --health-interval -1s~--health-interval cannot be negative",
                "--env-file /nosuch~open /nosuch: no such file or directory",
                "--mac-address x~x is not a valid mac address",
                "--storage-opt x~invalid storage option",
                "--expose x~invalid range format for --expose: x, error: strconv.ParseUint: parsing \"x\": invalid syntax",
            })
    void refusesWhatDockersClientRefuses(String flags, String message) {
        assertThatThrownBy(() -> request(flags + " busybox"))
                .isInstanceOf(Failure.class)
                .hasMessage(message);
    }

    @Test
    void readsMounts() throws IOException {
        var host = host("-v /a:/b:ro -v /c -v n:/d --mount type=bind,src=/x,dst=/y,ro,bind-propagation=rshared "
                + "--mount type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1777 --tmpfs /q:size=1m busybox");
        assertThat(host.get("Binds")).isEqualTo(List.of("/a:/b:ro", "n:/d"));
        assertThat(Json.write(host.get("Mounts")))
                .isEqualTo("[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/y\",\"ReadOnly\":true,"
                        + "\"BindOptions\":{\"Propagation\":\"rshared\"}},{\"Type\":\"tmpfs\",\"Target\":\"/t\","
                        + "\"TmpfsOptions\":{\"SizeBytes\":1048576,\"Mode\":1023}}]");
        assertThat(host.get("Tmpfs")).isEqualTo(Map.of("/q", "size=1m"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "type=bind,src=/rel~target is required",
                "dst=/a,foo~invalid field 'foo' must be a key=value pair",
                "dst=/a,foo=x~unexpected key 'foo' in 'foo=x'",
                "type=bind,src=/a,dst=/b,bind-recursive=writable"
                        + "~option 'bind-recursive=writable' requires 'readonly' to be specified in conjunction",
                "type=bind,src=/a,dst=/b,bind-recursive=readonly"
                        + "~option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction",
                "type=bind,src=/a,dst=/b,ro,bind-recursive=readonly"
                        + "~option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction",
            })
    void refusesMountsInDockersWords(String mount, String message) {
        assertThatThrownBy(() -> request("--mount " + mount + " busybox"))
                .hasMessage("invalid argument \"" + mount + "\" for \"--mount\" flag: " + message);
    }

    @Test
    void readsNetworks() throws IOException {
        var config = request("--network foo --network-alias q --ip 1.2.3.4 --network name=bar,alias=z busybox");
        assertThat(Json.object(config.get("HostConfig"))).containsEntry("NetworkMode", "foo");
        assertThat(Json.write(config.get("NetworkingConfig")))
                .contains("\"foo\":{\"Aliases\":[\"q\"]")
                .contains("\"bar\":{\"Aliases\":[\"z\"]");
        assertThat(Json.write(request("--network host busybox").get("NetworkingConfig")))
                .isEqualTo("{\"EndpointsConfig\":{}}");
    }

    @Test
    void readsResources() throws IOException {
        var host = host(
                "--cpus 1.5 -m 1g --memory-swap -1 --pids-limit 5 --ulimit nofile=1:2 --cap-add net_admin --device /dev/zero:/dev/x:r busybox");
        assertThat(host)
                .containsEntry("NanoCpus", 1_500_000_000L)
                .containsEntry("Memory", 1L << 30)
                .containsEntry("MemorySwap", -1L);
        assertThat(host.get("CapAdd")).isEqualTo(List.of("CAP_NET_ADMIN"));
        assertThat(Json.write(host.get("Ulimits"))).isEqualTo("[{\"Name\":\"nofile\",\"Hard\":2,\"Soft\":1}]");
        assertThat(Json.write(host.get("Devices")))
                .isEqualTo(
                        "[{\"PathOnHost\":\"/dev/zero\",\"PathInContainer\":\"/dev/x\",\"CgroupPermissions\":\"r\"}]");
    }
}
