package dev.sampan.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.testkit.NeedsRoot;
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
