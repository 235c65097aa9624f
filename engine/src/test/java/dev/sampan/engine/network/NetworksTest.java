package dev.sampan.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException;
import dev.sampan.testkit.NeedsRoot;
import dev.sampan.testkit.Own;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsRoot
class NetworksTest {

    @Test
    void aContainerReachesTheHostAndItsNeighbour() throws Exception {
        try (var test = new TestNetworks()) {
            var first = test.run("one");
            var second = test.run("two");

            assertThat(first.netns().run("busybox", "ping", "-c1", "-W2", second.address()))
                    .contains(" 0% packet loss");
            String gateway = first.sandbox()
                    .endpoints()
                    .getFirst()
                    .device()
                    .orElseThrow()
                    .gateway()
                    .address()
                    .getHostAddress();
            assertThat(first.netns().run("busybox", "ping", "-c1", "-W2", gateway))
                    .contains(" 0% packet loss");
            assertThat(first.netns().run("ip", "route")).startsWith("default via " + gateway + " dev eth0");
            assertThat(first.netns().run("ip", "-6", "address", "show", "eth0")).doesNotContain("fe80");
        }
    }

    @Test
    void addressesAreHandedOutFromTheLowestAndComeBack() throws Exception {
        try (var test = new TestNetworks()) {
            var first = test.run("one");
            var second = test.run("two");
            assertThat(first.address()).endsWith(".0.2");
            assertThat(second.address()).endsWith(".0.3");
            test.networks().release(first.sandbox());
            assertThat(test.run("three").address()).isEqualTo(first.address());
        }
    }

    /** Whoever joined a container, or was given a socket of its, holds its namespace when it has ended. */
    @Test
    void aNamespaceThatOutlivesItsContainerHasNoPartInTheNetworkAnyMore() throws Exception {
        try (var test = new TestNetworks()) {
            var ended = test.run("ended");
            var neighbour = test.run("neighbour");
            test.networks().release(ended.sandbox());
            var successor = test.run("successor");
            assertThat(successor.address()).isEqualTo(ended.address());
            assertThat(ended.netns().run("busybox", "ping", "-c1", "-W1", neighbour.address()))
                    .contains("100% packet loss");
            assertThat(neighbour.netns().run("busybox", "ping", "-c1", "-W2", successor.address()))
                    .contains(" 0% packet loss");
        }
    }

    @Test
    void anotherDaemonKeepsTheAddressesOfThoseAlive() throws Exception {
        try (var test = new TestNetworks()) {
            var first = test.run("one");
            var second = test.run("two");
            String id = test.networks().find("bridge").orElseThrow().id();
            test.restart(List.of(second.sandbox()));
            assertThat(test.networks().find("bridge").orElseThrow().id()).isEqualTo(id);
            assertThat(test.run("three").address()).isEqualTo(first.address());
            assertThat(test.run("four").address()).endsWith(".0.4");
        }
    }

    @Test
    void aMissingNetworkIsNamed() throws Exception {
        try (var test = new TestNetworks()) {
            assertThatThrownBy(() -> test.networks()
                            .prepare(new SandboxRequest("x", "x", List.of(EndpointRequest.on("nosuch", List.of())))))
                    .hasMessage("failed to set up container networking: network nosuch not found");
        }
    }

    @Test
    void aHostThatCannotHaveABridgeHasTheOtherNetworks() {
        try (var networks = Networks.open(NetworkDefaults.defaults("lo"), new MemoryStore());
                var netns = Netns.create()) {
            networks.restore(List.of());
            Sandbox none = networks.prepare(
                    new SandboxRequest("x", "x", List.of(EndpointRequest.on(Network.NONE, List.of()))));
            networks.join(none, netns.access());
            networks.release(none);
            assertThatThrownBy(() -> networks.prepare(
                            new SandboxRequest("x", "x", List.of(EndpointRequest.on(Network.BRIDGE, List.of())))))
                    .hasMessageStartingWith("failed to set up container networking: network bridge is not available: ")
                    .hasMessageContaining("interface lo is there and is no bridge");
        }
    }

    @Test
    void aBridgeThatSomebodyTookAwayIsMadeAgainWithItsCables() throws Exception {
        try (var test = new TestNetworks()) {
            var first = test.run("one");
            assertThat(new ProcessBuilder("ip", "link", "delete", test.bridge())
                            .start()
                            .waitFor())
                    .isZero();
            test.restart(List.of(first.sandbox()));
            var second = test.run("two");
            assertThat(first.netns().run("busybox", "ping", "-c1", "-W2", second.address()))
                    .contains(" 0% packet loss");
        }
    }

    @Test
    void aContainerOfAnEarlierSubnetGoesOnAndIsReleased() throws Exception {
        try (var test = new TestNetworks()) {
            var first = test.run("one");
            test.restartWith(Cidr.parse("198.51.100.1/24"), List.of(first.sandbox()));
            assertThat(test.run("two").address()).isEqualTo("198.51.100.2");
            test.networks().release(first.sandbox());
            assertThat(test.run("three").address()).isEqualTo("198.51.100.3");
        }
    }

    @Test
    void aBridgeThatAnotherEngineUsesIsRefusedAndUndisturbed() throws Exception {
        try (var first = new TestNetworks()) {
            var one = first.run("one");
            String before = ruleset(first.bridge());
            assertThatThrownBy(() -> Networks.open(NetworkDefaults.defaults(first.bridge()), new MemoryStore()))
                    .isInstanceOf(EngineException.Conflict.class)
                    .hasMessageMatching("bridge " + first.bridge()
                            + " is in use by sampan engine test [0-9]+: each engine needs one of its own");
            assertThat(ruleset(first.bridge())).isEqualTo(before);
            assertThat(one.netns()
                            .run(
                                    "busybox",
                                    "ping",
                                    "-c1",
                                    "-W2",
                                    first.run("two").address()))
                    .contains(" 0% packet loss");
        }
    }

    @Test
    void aBridgeWithContainersOfAnEngineThatIsGoneIsNotTaken() throws Exception {
        try (var gone = new TestNetworks()) {
            var left = gone.run("left");
            gone.networks().close();
            try (var next = Networks.open(NetworkDefaults.defaults(gone.bridge()), new MemoryStore())) {
                next.restore(List.of());
                assertThatThrownBy(() -> next.prepare(
                                new SandboxRequest("x", "x", List.of(EndpointRequest.on(Network.BRIDGE, List.of())))))
                        .hasMessageContaining("bridge " + gone.bridge() + " has containers of the sampan engine test ");
            }
            gone.restart(List.of(left.sandbox()));
            assertThat(left.netns()
                            .run(
                                    "busybox",
                                    "ping",
                                    "-c1",
                                    "-W2",
                                    gone.run("two").address()))
                    .contains(" 0% packet loss");
        }
    }

    @Test
    void anEmptyBridgeOfAnEngineThatIsGoneIsTakenOver() throws Exception {
        String bridge = Own.name("gone");
        ip("link add " + bridge + " type bridge");
        ip("link set " + bridge + " alias", "sampan engine 1 on /nowhere");
        try (var next = Networks.open(NetworkDefaults.defaults(bridge), new MemoryStore())) {
            next.restore(List.of());
        }
        assertThat(Path.of("/sys/class/net", bridge)).doesNotExist();
    }

    @Test
    void aBridgeOfTheUsersIsUsedAndStaysAsItWas() throws Exception {
        String bridge = Own.name("user");
        ip("link add " + bridge + " type bridge");
        try {
            ip("address add 198.51.100.1/25 dev " + bridge);
            ip("address add 198.51.100.201/32 dev " + bridge);
            try (var networks = Networks.open(NetworkDefaults.defaults(bridge), new MemoryStore())) {
                networks.restore(List.of());
                Sandbox sandbox = networks.prepare(
                        new SandboxRequest("x", "x", List.of(EndpointRequest.on(Network.BRIDGE, List.of()))));
                assertThat(sandbox.endpoints().getFirst().device().orElseThrow().address())
                        .isEqualTo(Cidr.parse("198.51.100.2/25"));
                networks.release(sandbox);
            }
            assertThat(ip("address show " + bridge)).contains("198.51.100.1/25", "198.51.100.201/32");
        } finally {
            ip("link delete " + bridge);
        }
    }

    @Test
    void aSubnetOfAnotherEngineIsRefused() throws Exception {
        try (var first = new TestNetworks()) {
            first.restartWith(Cidr.parse("198.51.100.1/24"), List.of());
            try (var second = Networks.open(
                    NetworkDefaults.defaults(Own.name("second")).withBip(Cidr.parse("198.51.100.129/25")),
                    new MemoryStore())) {
                second.restore(List.of());
                assertThatThrownBy(() -> second.prepare(
                                new SandboxRequest("x", "x", List.of(EndpointRequest.on(Network.BRIDGE, List.of())))))
                        .hasMessageContaining("subnet 198.51.100.128/25 is in use by interface " + first.bridge()
                                + " with 198.51.100.1/24");
            }
        }
    }

    @Test
    void theDefaultSubnetOfTheLastTimeIsLeftToWhoHasItNow() throws Exception {
        var store = new MemoryStore();
        NetworkDefaults defaults = NetworkDefaults.defaults(Own.name("later"));
        Cidr before;
        try (var networks = Networks.open(defaults, store)) {
            before = networks.find("bridge").orElseThrow().pools().getFirst().gateway();
        }
        String other = Own.name("other");
        ip("link add " + other + " type bridge");
        try {
            ip("address add " + before + " dev " + other);
            try (var networks = Networks.open(defaults, store)) {
                Network bridge = networks.find("bridge").orElseThrow();
                assertThat(bridge.pools().getFirst().subnet().overlaps(before)).isFalse();
                assertThat(store.load()).contains(bridge);
            }
        } finally {
            ip("link delete " + other);
        }
    }

    private static String ruleset(String bridge) throws Exception {
        return output(List.of("nft", "list", "table", "ip", "sampan-" + bridge));
    }

    private static String ip(String words, String... more) throws Exception {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        command.addAll(List.of(more));
        return output(command);
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return output;
    }

    @Test
    void aForeignChainThatDropsForwardsIsNamed() throws Exception {
        try (var test = new TestNetworks()) {
            nft("add table ip tn-foreign");
            try {
                nft(
                        "add chain ip tn-foreign fw { type filter hook forward priority 10; policy drop; }; add rule ip tn-foreign fw accept");
                assertThat(test.networks().warnings())
                        .anyMatch(warning -> warning.contains("chain fw of nftables table tn-foreign")
                                && warning.contains("-i " + test.bridge()));
            } finally {
                nft("delete table ip tn-foreign");
            }
            assertThat(test.networks().warnings()).noneMatch(warning -> warning.contains("tn-foreign"));
        }
    }

    private static void nft(String command) throws Exception {
        assertThat(new ProcessBuilder("nft", command).start().waitFor()).isZero();
    }
}
