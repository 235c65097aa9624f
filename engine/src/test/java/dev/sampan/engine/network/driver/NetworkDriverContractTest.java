package dev.sampan.engine.network.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.network.Cidr;
import dev.sampan.engine.network.Endpoint;
import dev.sampan.engine.network.Netns;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.network.NetworkDefaults;
import dev.sampan.engine.network.PublishedPort;
import dev.sampan.engine.network.firewall.Firewall;
import dev.sampan.engine.spec.MacAddress;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.testkit.NeedsRoot;
import dev.sampan.testkit.Own;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link NetworkDriver} promises, for each driver that ServiceLoader finds. A new driver is in here by being found. */
@NeedsRoot
class NetworkDriverContractTest {

    private static final String BRIDGE = Own.name("driver");

    private static final String VETH = Own.name("veth");

    private DriverHost host;

    static Stream<NetworkDriver> drivers() {
        return ServiceLoader.load(NetworkDriver.class).stream().map(ServiceLoader.Provider::get);
    }

    @BeforeEach
    void openHost() {
        host = new DriverHost(
                NetlinkSocket.open(Sockets.NETLINK_ROUTE),
                new Firewall("sampan-" + BRIDGE),
                NetworkDefaults.defaults(BRIDGE),
                "test");
    }

    @AfterEach
    void closeHost() {
        host.firewall().close();
        host.route().close();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aDefinedNetworkIsDefinedAlready(NetworkDriver driver) {
        driver.start(host);
        Network network = driver.define(asked(driver));
        assertThat(driver.define(network)).isEqualTo(network);
        assertThat(network.pools().isEmpty()).isNotEqualTo(driver.addresses());
        assertThat(network.pools())
                .allMatch(pool -> pool.subnet().contains(pool.gateway().address()));
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void anOpenedNetworkCanBeOpenedAgainAndClosedWithoutATrace(NetworkDriver driver) throws Exception {
        driver.start(host);
        String before = ours();
        Network network = driver.define(asked(driver));
        driver.open(network, List.of());
        String opened = ours();
        driver.open(network, List.of());
        assertThat(ours()).isEqualTo(opened);
        driver.close(network);
        driver.open(network, List.of());
        assertThat(ours()).isEqualTo(opened);
        driver.close(network);
        assertThat(ours()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void leavingWithoutHavingJoinedDoesNothing(NetworkDriver driver) {
        driver.start(host);
        Network network = driver.define(asked(driver));
        driver.open(network, List.of());
        try {
            assertThatCode(() -> driver.leave(network, endpoint(driver, network, 2)))
                    .doesNotThrowAnyException();
        } finally {
            driver.close(network);
        }
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void whatJoinedLeavesNothingButALinkThatDiesWithItsNamespace(NetworkDriver driver) throws Exception {
        driver.start(host);
        Network network = driver.define(asked(driver));
        driver.open(network, List.of());
        try {
            String before = ruleset();
            for (int round = 0; round < 2; round++) { // the same name again, once the namespace is gone
                try (var netns = Netns.create()) {
                    Endpoint endpoint = endpoint(driver, network, 2);
                    driver.join(network, endpoint, netns.access());
                    if (driver.addresses()) {
                        assertThat(netns.run("ip", "address", "show", "eth0"))
                                .contains(endpoint.device()
                                        .orElseThrow()
                                        .address()
                                        .toString());
                    }
                    driver.leave(network, endpoint);
                    driver.leave(network, endpoint);
                    assertThat(ruleset()).isEqualTo(before);
                }
                awaitNoLink(endpoint(driver, network, 2));
            }
        } finally {
            driver.close(network);
        }
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aJoinThatFailsChangesNothing(NetworkDriver driver) throws Exception {
        driver.start(host);
        if (!driver.addresses()) {
            return; // nothing to fail
        }
        Network network = driver.define(asked(driver));
        driver.open(network, List.of());
        try (var netns = Netns.create()) {
            netns.run("ip", "link", "add", "eth0", "type", "bridge");
            String before = ours();
            assertThatThrownBy(() -> driver.join(network, endpoint(driver, network, 2), netns.access()))
                    .isInstanceOf(RuntimeException.class);
            assertThat(ours()).isEqualTo(before);
        } finally {
            driver.close(network);
        }
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void openingMakesTheKernelHoldExactlyTheLivingEndpoints(NetworkDriver driver) throws Exception {
        driver.start(host);
        Network network = driver.define(asked(driver));
        Endpoint living = endpoint(driver, network, 2);
        driver.open(network, List.of(living));
        try {
            String withOne = ruleset();
            driver.leave(network, living);
            driver.open(network, List.of(living));
            assertThat(ruleset()).isEqualTo(withOne);
        } finally {
            driver.close(network);
        }
    }

    private static Network asked(NetworkDriver driver) {
        return new Network(
                "5a".repeat(32),
                "bridge",
                driver.type(),
                Instant.EPOCH,
                true,
                false,
                false,
                List.of(),
                Map.of(),
                Map.of());
    }

    private static Endpoint endpoint(NetworkDriver driver, Network network, int number) {
        String id = "c%063d".formatted(number);
        if (!driver.addresses()) {
            return new Endpoint(id, network.id(), network.name(), Optional.empty(), List.of());
        }
        Network.Pool pool = network.pools().getFirst();
        var address = new Cidr(pool.subnet().at(number), pool.subnet().prefix());
        var device = new Endpoint.Device(
                "eth0", VETH + number, MacAddress.of(address.address()), address, pool.gateway(), 1500, true);
        var port = new PublishedPort("tcp", 80, InetAddress.ofLiteral("127.0.0.1"), 24113);
        return new Endpoint(id, network.id(), network.name(), Optional.of(device), List.of(port));
    }

    private static void awaitNoLink(Endpoint endpoint) throws InterruptedException {
        if (endpoint.device().isEmpty()) {
            return;
        }
        var link = Path.of("/sys/class/net", endpoint.device().get().hostName());
        for (int i = 0; i < 200 && Files.exists(link); i++) {
            Thread.sleep(20);
        }
        assertThat(link).doesNotExist();
    }

    /** The links that these tests could make, and their rules: other tests on this host come and go. */
    private static String ours() throws Exception {
        try (var links = Files.list(Path.of("/sys/class/net"))) {
            return links.map(link -> link.getFileName().toString())
                            .filter(link -> link.equals(BRIDGE) || link.startsWith(VETH))
                            .sorted()
                            .toList()
                    + ruleset();
        }
    }

    private static String ruleset() throws Exception {
        var nft = new ProcessBuilder("nft", "list", "table", "ip", "sampan-" + BRIDGE)
                .redirectErrorStream(true)
                .start();
        return new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
