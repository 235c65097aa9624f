package dev.sampan.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.Own;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A neighbour of this host on a wire of its own, who sends everything through the host: what containers meet as the world. */
final class Outside implements AutoCloseable {

    static final String ADDRESS = "198.18.77.2";
    static final String HOST = "198.18.77.1";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Netns netns = Netns.create();
    private final String wire = Own.name("out" + COUNT.incrementAndGet());

    Outside() throws IOException, InterruptedException {
        netns.run(
                "ip",
                "link",
                "add",
                "eth0",
                "type",
                "veth",
                "peer",
                "name",
                wire,
                "netns",
                "" + ProcessHandle.current().pid());
        host("ip", "address", "add", HOST + "/24", "dev", wire);
        host("ip", "link", "set", wire, "up");
        netns.run("ip", "address", "add", ADDRESS + "/24", "dev", "eth0");
        netns.run("ip", "link", "set", "lo", "up");
        netns.run("ip", "link", "set", "eth0", "up");
        netns.run("ip", "route", "add", "default", "via", HOST);
    }

    Netns netns() {
        return netns;
    }

    /** What a server answers; nothing where none is reached. */
    String get(String host, int port) throws IOException, InterruptedException {
        return netns.run(
                "sh",
                "-c",
                "socat -u -T2 TCP:" + host + ":" + port + ",bind=" + ADDRESS + ",connect-timeout=2 - 2>/dev/null");
    }

    private static void host(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + said)
                .isZero();
    }

    @Override
    public void close() {
        netns.close();
    }
}
