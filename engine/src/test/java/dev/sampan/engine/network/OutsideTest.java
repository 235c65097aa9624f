package dev.sampan.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sampan.engine.network.TestNetworks.Container;
import dev.sampan.engine.spec.PortRequest;
import dev.sampan.linux.loop.Loop;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What passes between containers and the world beyond this host, with real packets; and that others' rules are nobody's business. */
@NeedsRoot
class OutsideTest {

    private static final String WHO_ASKS = "SYSTEM:printf $SOCAT_PEERADDR";

    @BeforeAll
    static void whatStaysIsThere() throws IOException {
        new ServerSocket(0).close();
        Loop.shared();
    }

    @Test
    void theWorldSeesTheHostsAddressNotTheContainers() throws Exception {
        try (var test = new TestNetworks();
                var world = new Outside()) {
            assumeNobodyElseDrops(test);
            world.netns().start("socat", "TCP-LISTEN:80,fork,reuseaddr", WHO_ASKS);
            await(new InetSocketAddress(Outside.ADDRESS, 80));
            var guest = test.run("guest");
            assertThat(get(guest, Outside.ADDRESS)).isEqualTo(Outside.HOST);
        }
    }

    @Test
    void theWorldReachesWhatIsPublishedAndIsSeenAsItIs() throws Exception {
        try (var test = new TestNetworks();
                var world = new Outside()) {
            assumeNobodyElseDrops(test);
            var web = serving(test, PortRequest.parse("80/tcp", "", ""));
            int port = web.sandbox().ports().getFirst().hostPort();
            assertThat(world.get(Outside.HOST, port)).isEqualTo(Outside.ADDRESS);
        }
    }

    @Test
    void theWorldReachesNothingElseOfAContainer() throws Exception {
        try (var test = new TestNetworks();
                var world = new Outside()) {
            assumeNobodyElseDrops(test);
            var web = serving(test, PortRequest.parse("80/tcp", Outside.HOST, ""));
            int port = web.sandbox().ports().getFirst().hostPort();
            assertThat(world.get(Outside.HOST, port)).isEqualTo(Outside.ADDRESS);
            assertThat(world.get(web.address(), 80)).as("routed to its address").isEmpty();
        }
    }

    /** Translation comes before the kernel looks whether such an address may come by a wire. */
    @Test
    void theWorldDoesNotReachWhatIsPublishedOnLoopback() throws Exception {
        try (var test = new TestNetworks();
                var world = new Outside()) {
            assumeNobodyElseDrops(test);
            var web = serving(
                    test, PortRequest.parse("80/tcp", "127.0.0.1", ""), PortRequest.parse("80/tcp", "0.0.0.0", ""));
            int local = web.sandbox().ports().getFirst().hostPort();
            int open = web.sandbox().ports().getLast().hostPort();
            loopbackGoesOut(world.netns(), Outside.HOST);
            assertThat(world.get(Outside.HOST, open)).isEqualTo(Outside.ADDRESS);
            assertThat(world.get("127.0.0.1", local)).isEmpty();
            assertThat(world.get("127.0.0.1", open)).isEmpty();
        }
    }

    @Test
    void rulesOfOthersStayAsTheyAre() throws Exception {
        nft("add table ip tn-foreign; add map ip tn-foreign m { type inet_service : ipv4_addr; };"
                + " add chain ip tn-foreign nat { type nat hook prerouting priority -100; };"
                + " add rule ip tn-foreign nat dnat to tcp dport map @m; add element ip tn-foreign m { 81 : 192.0.2.1 };"
                + " add chain ip tn-foreign fw { type filter hook forward priority 0; policy accept; };"
                + " add rule ip tn-foreign fw ip saddr 192.0.2.7 drop");
        try {
            String theirs = nft("list table ip tn-foreign");
            assertThat(theirs).contains("81 : 192.0.2.1");
            try (var test = new TestNetworks()) {
                var web = serving(test, PortRequest.parse("80/tcp", "", ""));
                assertThat(nft("list table ip tn-foreign")).isEqualTo(theirs);
                test.restart(java.util.List.of(web.sandbox()));
                test.networks().release(web.sandbox());
                assertThat(nft("list table ip tn-foreign")).isEqualTo(theirs);
            }
            assertThat(nft("list table ip tn-foreign")).isEqualTo(theirs);
        } finally {
            nft("delete table ip tn-foreign");
        }
    }

    /** Dockerd's default, for instance: nothing of ours can pass, and we say so. */
    private static void assumeNobodyElseDrops(TestNetworks test) {
        assumeTrue(
                test.networks().warnings().isEmpty(),
                () -> test.networks().warnings().toString());
    }

    /** Its own loopback does not answer for 127.0.0.1, and such packets may leave: what an attacker does. */
    static void loopbackGoesOut(Netns netns, String via) throws IOException, InterruptedException {
        netns.run("sh", "-c", "for f in all default eth0; do echo 1 >/proc/sys/net/ipv4/conf/$f/route_localnet; done");
        netns.run("ip", "address", "delete", "127.0.0.1/8", "dev", "lo");
        netns.run("ip", "route", "add", "127.0.0.1/32", "via", via, "dev", "eth0");
        assertThat(netns.run("ip", "route", "get", "127.0.0.1")).contains("via " + via + " dev eth0");
    }

    private static Container serving(TestNetworks test, PortRequest... ports) throws Exception {
        var container = test.run("web", ports);
        container.netns().start("socat", "TCP-LISTEN:80,fork,reuseaddr", WHO_ASKS);
        await(new InetSocketAddress(container.address(), 80));
        return container;
    }

    private static void await(InetSocketAddress server) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            try (var probe = new Socket()) {
                probe.connect(server, 1000);
                probe.getInputStream().readAllBytes();
                return;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        throw new AssertionError("no server at " + server);
    }

    private static String get(Container container, String host) throws Exception {
        return container.netns().run("sh", "-c", "socat -u -T1 TCP:" + host + ":80,connect-timeout=5 - 2>/dev/null");
    }

    private static String nft(String commands) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder("nft", commands).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
