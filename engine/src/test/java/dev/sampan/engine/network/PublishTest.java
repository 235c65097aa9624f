package dev.sampan.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.network.TestNetworks.Container;
import dev.sampan.engine.spec.PortRequest;
import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.conntrack.Flows;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Published ports with real packets. */
@NeedsRoot
class PublishTest {

    /** The JDK keeps one socket for ever from the first on that it closes, and the epoll loop stays. */
    @BeforeAll
    static void whatStaysIsThere() throws IOException {
        new ServerSocket(0).close();
        Loop.shared();
    }

    @Test
    void aPublishedPortAnswersOnEveryAddressOfTheHost() throws Exception {
        try (var test = new TestNetworks()) {
            var web = serving(test, PortRequest.parse("80/tcp", "", ""));
            int port = web.sandbox().ports().getFirst().hostPort();
            assertThat(port).isBetween(32768, 60999);
            assertThat(get("127.0.0.1", port)).isEqualTo("hello");
            assertThat(get(gateway(web), port)).isEqualTo("hello");
            assertThat(get(hostAddress(), port)).isEqualTo("hello");
            assertThat(get("::1", port)).isEqualTo("hello");
            assertThat(get(web.address(), 80)).isEqualTo("hello");
        }
    }

    @Test
    void muchGoesBothWaysOverIpv6AndEachWayEndsByItself() throws Exception {
        try (var test = new TestNetworks()) {
            var echo = test.run("echo", PortRequest.parse("80/tcp", "::1", ""));
            echo.netns().start("socat", "TCP-LISTEN:80,fork,reuseaddr", "EXEC:sha256sum");
            Thread.sleep(200);
            byte[] much = new byte[5_000_000];
            new Random(42).nextBytes(much);
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(
                        InetAddress.ofLiteral("::1"),
                        echo.sandbox().ports().getFirst().hostPort()));
                socket.getOutputStream().write(much);
                socket.shutdownOutput();
                String digest = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(much));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith(digest);
            }
        }
    }

    @Test
    void aPortOfOneAddressAnswersThereOnly() throws Exception {
        try (var test = new TestNetworks()) {
            var web = serving(test, PortRequest.parse("80/tcp", "127.0.0.1", ""));
            int port = web.sandbox().ports().getFirst().hostPort();
            assertThat(get("127.0.0.1", port)).isEqualTo("hello");
            assertThatThrownBy(() -> get(gateway(web), port)).isInstanceOf(IOException.class);
        }
    }

    /** More elements than one netlink attribute has room for, and a batch larger than a socket's usual buffer. */
    @Test
    void thousandsOfPortsArePublishedAtOnce() throws Exception {
        try (var test = new TestNetworks()) {
            var requests = IntStream.range(0, 4000)
                    .mapToObj(i -> PortRequest.parse((i + 80) + "/tcp", "127.0.0.1", String.valueOf(20_000 + i)))
                    .toArray(PortRequest[]::new);
            serving(test, requests);
            assertThat(get("127.0.0.1", 20_000)).isEqualTo("hello");
        }
    }

    @Test
    void aContainerReachesItsOwnAndItsNeighboursPublishedPort() throws Exception {
        try (var test = new TestNetworks()) {
            var web = serving(test, PortRequest.parse("80/tcp", "", ""));
            var other = test.run("other");
            int port = web.sandbox().ports().getFirst().hostPort();
            assertThat(getFrom(other, gateway(web), port)).isEqualTo("hello");
            assertThat(getFrom(web, gateway(web), port)).isEqualTo("hello");
            assertThat(getFrom(other, web.address(), 80)).isEqualTo("hello");
        }
    }

    @Test
    void withoutIccNeighboursMeetOnlyAtPublishedPorts() throws Exception {
        try (var test = new TestNetworks(false)) {
            var web = serving(test, PortRequest.parse("80/tcp", "", ""));
            var other = test.run("other");
            int port = web.sandbox().ports().getFirst().hostPort();
            assertThat(getFrom(other, web.address(), 80)).isEmpty();
            // A packet that waits for an address nobody answers for keeps a namespace alive for seconds.
            other.netns().run("ip", "neighbour", "flush", "dev", "eth0", "nud", "all");
            if (!bridgesAreFiltered()) { // with br_netfilter the translated frame stays in the bridge, and ports are
                // isolated
                assertThat(getFrom(other, gateway(web), port)).isEqualTo("hello");
            }
        }
    }

    @Test
    void aContainerDoesNotReachTheHostsLoopback() throws Exception {
        try (var test = new TestNetworks();
                var local = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            var guest = test.run("guest");
            OutsideTest.loopbackGoesOut(guest.netns(), gateway(guest));
            local.setSoTimeout(1500);
            guest.netns()
                    .start("socat", "-T1", "-", "TCP:127.0.0.1:" + local.getLocalPort() + ",bind=" + guest.address());
            assertThatThrownBy(local::accept).hasMessageContaining("timed out");
        }
    }

    /** Who trusts 127.0.0.0/8 must not be told it by a wire; route_localnet would let it in. */
    @Test
    void aContainerDoesNotPoseAsTheHostsLoopback() throws Exception {
        try (var test = new TestNetworks()) {
            var guest = test.run("guest");
            OutsideTest.loopbackGoesOut(guest.netns(), gateway(guest));
            guest.netns().run("ip", "address", "add", "127.0.0.5/32", "dev", "eth0");
            try (var trusting = new DatagramSocket(0, InetAddress.ofLiteral(gateway(guest)))) {
                trusting.setSoTimeout(1500);
                String service = "UDP:" + gateway(guest) + ":" + trusting.getLocalPort();
                guest.netns().run("sh", "-c", "echo honest | socat -u - " + service);
                var packet = new DatagramPacket(new byte[100], 100);
                trusting.receive(packet);
                assertThat(packet.getAddress().getHostAddress()).isEqualTo(guest.address());
                guest.netns().run("sh", "-c", "echo false | socat -u - " + service + ",bind=127.0.0.5");
                assertThatThrownBy(() -> trusting.receive(packet)).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void udpIsPublished() throws Exception {
        try (var test = new TestNetworks()) {
            var echo = test.run("echo", PortRequest.parse("5000/udp", "", ""));
            echo.netns().start("socat", "-T1", "UDP-LISTEN:5000,fork", "EXEC:cat");
            Thread.sleep(200);
            int port = echo.sandbox().ports().getFirst().hostPort();
            var process = new ProcessBuilder("sh", "-c", "echo ping | socat -t1 -T1 - UDP:127.0.0.1:" + port).start();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("ping\n");
        }
    }

    @Test
    void datagramsOverIpv6ReachTheContainerAndAreAnsweredToTheirSenders() throws Exception {
        try (var test = new TestNetworks()) {
            var echo = test.run("echo", PortRequest.parse("5000/udp", "::1", ""));
            echo.netns().start("socat", "-T9", "UDP-LISTEN:5000,fork", "EXEC:cat");
            var address = new InetSocketAddress(
                    InetAddress.ofLiteral("::1"),
                    echo.sandbox().ports().getFirst().hostPort());
            try (var one = new DatagramSocket();
                    var other = new DatagramSocket()) {
                assertThat(echoed(one, "one", address)).isEqualTo("one");
                assertThat(echoed(other, "other", address)).isEqualTo("other");
                assertThat(echoed(one, "more", address)).isEqualTo("more");
            }
        }
    }

    /** Sent again until the container listens. */
    private static String echoed(DatagramSocket socket, String text, InetSocketAddress address) throws IOException {
        socket.setSoTimeout(250);
        var answer = new DatagramPacket(new byte[100], 100);
        for (int tries = 0; ; tries++) {
            socket.send(new DatagramPacket(text.getBytes(StandardCharsets.UTF_8), text.length(), address));
            try {
                socket.receive(answer);
                return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
            } catch (SocketTimeoutException e) {
                if (tries == 20) {
                    throw e;
                }
            }
        }
    }

    /** A sender that never pauses is led to the port's next owner, although UDP flows have no end. */
    @Test
    void datagramsFollowAPortToItsNextOwner() throws Exception {
        try (var test = new TestNetworks();
                var sender = new DatagramSocket()) {
            sender.connect(InetAddress.ofLiteral("127.0.0.1"), 24112);
            sender.setSoTimeout(100);
            ask(sender); // nobody is there: the flow begins without translation
            for (String name : List.of("first", "second")) {
                var echo = test.run(name, PortRequest.parse("5000/udp", "127.0.0.1", "24112"));
                echo.netns().start("socat", "-T1", "UDP-LISTEN:5000,fork", "SYSTEM:printf " + name);
                Thread.sleep(200);
                String answer = "";
                for (int i = 0; i < 30 && !answer.equals(name); i++) {
                    answer = ask(sender);
                }
                assertThat(answer).isEqualTo(name);
                echo.netns().close();
                test.networks().release(echo.sandbox());
                ask(sender);
            }
        }
    }

    /** Another engine may publish the same port on another address of the host. */
    @Test
    void flowsToThePortOfAnotherAddressAreNotForgotten() throws Exception {
        try (var test = new TestNetworks();
                var sender = new DatagramSocket();
                var netfilter = NetlinkSocket.open(Sockets.NETLINK_NETFILTER)) {
            InetAddress theirs = InetAddress.ofLiteral("127.0.0.7");
            sender.connect(theirs, 24114);
            sender.setSoTimeout(100);
            ask(sender);
            test.run("ours", PortRequest.parse("5000/udp", "127.0.0.1", "24114"));
            assertThat(Flows.list(netfilter))
                    .anyMatch(flow -> flow.port() == 24114 && flow.destination().equals(theirs));
        }
    }

    private static String ask(DatagramSocket socket) throws IOException {
        var answer = new DatagramPacket(new byte[100], 100);
        try {
            socket.send(new DatagramPacket("?".getBytes(StandardCharsets.UTF_8), 1));
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException | PortUnreachableException e) {
            return "";
        }
    }

    @Test
    void aReleasedPortIsRefusedAndFree() throws Exception {
        try (var test = new TestNetworks()) {
            var web = serving(test, PortRequest.parse("80/tcp", "", ""));
            int port = web.sandbox().ports().getFirst().hostPort();
            test.networks().release(web.sandbox());
            test.networks().release(web.sandbox());
            assertThatThrownBy(() -> get("127.0.0.1", port)).isInstanceOf(IOException.class);
            new ServerSocket(port).close();
        }
    }

    @Test
    void aTakenPortIsRefusedInDockersWords() throws Exception {
        try (var test = new TestNetworks();
                var foreign = new ServerSocket(0, 50, InetAddress.ofLiteral("0.0.0.0"))) {
            var web = test.run("web", PortRequest.parse("80/tcp", "127.0.0.1", ""));
            String port = "" + web.sandbox().ports().getFirst().hostPort();
            String failed = "failed to set up container networking: driver failed programming external connectivity on"
                    + " endpoint two \\([0-9a-f]{64}\\): ";
            assertThatThrownBy(() -> test.run("two", PortRequest.parse("80/tcp", "0.0.0.0", port)))
                    .hasMessageMatching(failed + "Bind for 0.0.0.0:" + port + " failed: port is already allocated");
            String theirs = "" + foreign.getLocalPort();
            assertThatThrownBy(() -> test.run("two", PortRequest.parse("80/tcp", "", theirs)))
                    .hasMessageMatching(
                            failed + "failed to bind host port 0.0.0.0:" + theirs + "/tcp: address already in use");
        }
    }

    @Test
    void aRangeGivesEachContainerAFreePort() throws Exception {
        try (var test = new TestNetworks()) {
            var range = PortRequest.parse("80/tcp", "127.0.0.1", "24110-24111");
            var one = test.run("one", range);
            var two = test.run("two", range);
            assertThat(List.of(
                            one.sandbox().ports().getFirst().hostPort(),
                            two.sandbox().ports().getFirst().hostPort()))
                    .containsExactly(24110, 24111);
            assertThatThrownBy(() -> test.run("three", range)).hasMessageContaining("all ports are allocated");
        }
    }

    @Test
    void anotherDaemonGoesOnPublishing() throws Exception {
        try (var test = new TestNetworks()) {
            var web = serving(test, PortRequest.parse("80/tcp", "", ""));
            var gone = serving(test, PortRequest.parse("80/tcp", "", ""));
            int port = web.sandbox().ports().getFirst().hostPort();
            test.restart(List.of(web.sandbox()));
            assertThat(get("127.0.0.1", port)).isEqualTo("hello");
            assertThatThrownBy(() -> new ServerSocket(port)).isInstanceOf(IOException.class);
            int free = gone.sandbox().ports().getFirst().hostPort();
            assertThatThrownBy(() -> get("127.0.0.1", free)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFlushedRuleSetIsMadeAgainByTheNextPublish() throws Exception {
        try (var test = new TestNetworks()) {
            var first = serving(test, PortRequest.parse("80/tcp", "", ""));
            new ProcessBuilder("nft", "delete", "table", "ip", "sampan-" + test.bridge())
                    .start()
                    .waitFor();
            var second = serving(test, PortRequest.parse("80/tcp", "", ""));
            for (Container web : List.of(first, second)) {
                assertThat(get("127.0.0.1", web.sandbox().ports().getFirst().hostPort()))
                        .isEqualTo("hello");
            }
        }
    }

    private static Container serving(TestNetworks test, PortRequest... ports) throws Exception {
        var container = test.run("web", ports);
        container.netns().start("socat", "TCP-LISTEN:80,fork,reuseaddr", "SYSTEM:printf hello");
        for (int i = 0; i < 100; i++) {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress(container.address(), 80), 1000);
                // To its end: half a connection would keep the namespace for a minute.
                probe.getInputStream().readAllBytes();
                return container;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        throw new AssertionError("the container's server did not start");
    }

    private static String get(String host, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port), 1500);
            socket.setSoTimeout(1500);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String getFrom(Container container, String host, int port) throws Exception {
        return container
                .netns()
                .run("sh", "-c", "socat -u -T1 TCP:" + host + ":" + port + ",connect-timeout=1 - 2>/dev/null");
    }

    private static String gateway(Container container) {
        return container
                .sandbox()
                .endpoints()
                .getFirst()
                .device()
                .orElseThrow()
                .gateway()
                .address()
                .getHostAddress();
    }

    private static boolean bridgesAreFiltered() throws IOException {
        Path file = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
        return Files.exists(file) && Files.readString(file).strip().equals("1");
    }

    private static String hostAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .filter(link -> !link.getName().startsWith("tn"))
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
                .findFirst()
                .orElse(InetAddress.ofLiteral("127.0.0.1"))
                .getHostAddress();
    }
}
