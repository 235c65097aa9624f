package dev.sampan.linux.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.Netns;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.linux.trace.Traced;
import dev.sampan.linux.trace.Tracer;
import dev.sampan.testkit.NeedsRoot;
import dev.sampan.testkit.Own;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsRoot
class LinksTest {

    private static final String BRIDGE = Own.name("br");
    private static final String VETH = Own.name("veth");

    @Test
    void aPairIsMadeWithItsPeerDirectlyInsideANamespace() {
        try (var netns = Netns.create();
                var host = NetlinkSocket.open(Sockets.NETLINK_ROUTE)) {
            host.execute(NewLink.of(BRIDGE, new LinkKind.Bridge()).brought(true));
            try {
                int bridge = Links.find(host, BRIDGE).orElseThrow().index();
                var peer = NewLink.peer("eth0", netns.namespace().number())
                        .withMac("02:42:c6:33:64:02")
                        .withMtu(1400);
                host.execute(
                        NewLink.of(VETH, new LinkKind.Veth(peer)).withMaster(bridge, BRIDGE),
                        Links.withoutIpv6Addresses(VETH),
                        Links.bridgePort(VETH, true, true),
                        Links.up(VETH));

                var inside = NetlinkSocket.on(netns.socket().number(), "nsenter -t $PID -n ");
                inside.execute(Links.withoutIpv6Addresses("eth0"), Links.up("lo"), Links.up("eth0"));
                var eth0 = Links.find(inside, "eth0").orElseThrow();
                var address = new Addresses.Address(eth0.index(), InetAddress.ofLiteral("198.51.100.2"), 24);
                inside.execute(
                        Addresses.add("eth0", address),
                        Routes.addDefault(InetAddress.ofLiteral("198.51.100.1"), "eth0", eth0.index()));

                assertThat(eth0.mac()).isEqualTo("02:42:c6:33:64:02");
                assertThat(eth0.mtu()).isEqualTo(1400);
                assertThat(eth0.kind()).isEqualTo("veth");
                assertThat(eth0.up()).isTrue();
                assertThat(Links.find(host, VETH).orElseThrow().master()).isEqualTo(bridge);
                assertThat(Addresses.list(inside))
                        .contains(address)
                        .noneMatch(a -> a.address().isLinkLocalAddress());
                assertThat(Routes.list(inside))
                        .contains(new Routes.Route(InetAddress.ofLiteral("0.0.0.0"), 0, eth0.index(), 254));
            } finally {
                host.execute(Links.delete(BRIDGE));
            }
        }
    }

    @Test
    void aRefusedRequestNamesTheCommandAndTheKernelsWords() {
        try (var host = NetlinkSocket.open(Sockets.NETLINK_ROUTE)) {
            assertThatThrownBy(() -> host.execute(Links.up("tnet-nosuch"), Links.up("lo")))
                    .hasMessageContaining("ip link set tnet-nosuch up")
                    .hasMessageContaining("ENODEV");
        }
    }

    @Test
    void eachRequestIsTracedWithItsShellCommand() {
        var seen = new ArrayList<Traced>();
        try (var host = NetlinkSocket.open(Sockets.NETLINK_ROUTE)) {
            Tracer.during(seen::add, () -> {
                host.execute(List.of(Links.up("lo")));
                return null;
            });
        }
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().text()).isEqualTo("same as: ip link set lo up");
        assertThat(seen.getFirst().result()).isEqualTo("ack");
    }

    @Test
    void aMissingLinkIsEmpty() {
        try (var host = NetlinkSocket.open(Sockets.NETLINK_ROUTE)) {
            assertThat(Links.find(host, "tnet-nosuch")).isEmpty();
            assertThat(Links.find(host, "lo").orElseThrow().index()).isEqualTo(1);
            assertThat(Links.list(host)).extracting(Links.Link::name).contains("lo");
        }
    }
}
