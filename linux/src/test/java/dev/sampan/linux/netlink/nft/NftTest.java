package dev.sampan.linux.netlink.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.Request;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.testkit.NeedsRoot;
import dev.sampan.testkit.Own;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What we put into the kernel is what nft reads back. */
@NeedsRoot
class NftTest {

    private static final String NAME = Own.name("nft");
    private static final Table TABLE = new Table(Family.IP, NAME);
    private static final NamedSet INTERFACES = NamedSet.of(TABLE, "bridges", DataType.IFNAME);
    private static final NamedSet PAIRS = NamedSet.of(TABLE, "pairs", DataType.IFNAME, DataType.IFNAME);
    private static final NamedSet SUBNETS =
            NamedSet.of(TABLE, "subnets", DataType.IFNAME, DataType.IPV4_ADDR).withIntervals();
    private static final NamedSet PUBLISHED = NamedSet.of(
                    TABLE, "published", DataType.INET_PROTO, DataType.IPV4_ADDR, DataType.INET_SERVICE)
            .to(DataType.IPV4_ADDR, DataType.INET_SERVICE);
    private static final NamedSet ANYWHERE = NamedSet.of(TABLE, "anywhere", DataType.INET_PROTO, DataType.INET_SERVICE)
            .to(DataType.IPV4_ADDR, DataType.INET_SERVICE);
    private static final Chain REGULAR = Chain.regular(TABLE, "regular");
    private static final Chain BASE = Chain.base(TABLE, "base", Chain.Type.NAT, Chain.Point.PREROUTING, Chain.DSTNAT);
    private static final Chain FILTER =
            Chain.base(TABLE, "passage", Chain.Type.FILTER, Chain.Point.FORWARD, Chain.FILTER);
    private static final Chain SOURCE =
            Chain.base(TABLE, "source", Chain.Type.NAT, Chain.Point.POSTROUTING, Chain.SRCNAT);

    private static final List<Rule> RULES = List.of(
            Rule.in(REGULAR, Statement.redirectByAddress(PUBLISHED)),
            Rule.in(REGULAR, Statement.redirectByPort(ANYWHERE)),
            Rule.in(BASE, Statement.notToLoopback(), Statement.toThisHost(), Statement.jump(REGULAR)),
            Rule.in(FILTER, Statement.cameBy(INTERFACES), Statement.toLoopback(), Statement.drop()),
            Rule.in(FILTER, Statement.established(), Statement.accept()),
            Rule.in(FILTER, Statement.wasRedirected(), Statement.accept()),
            Rule.in(FILTER, Statement.passes(PAIRS), Statement.accept()),
            Rule.in(FILTER, Statement.leavesBy(INTERFACES), Statement.icmpRedirect(), Statement.drop()),
            Rule.in(
                    SOURCE,
                    Statement.cameByFrom(SUBNETS),
                    Statement.leavesByNoneOf(INTERFACES),
                    Statement.masquerade()),
            Rule.in(SOURCE, Statement.leavesByFrom(SUBNETS), Statement.masquerade()),
            Rule.in(SOURCE, Statement.fromLoopback(), Statement.masquerade()));

    @Test
    void everyStatementIsReadBackByNftAsItWasWritten() throws Exception {
        try (var socket = NetlinkSocket.open(Sockets.NETLINK_NETFILTER)) {
            Batch.run(socket, ruleset());
            try {
                String listed = nft("list", "table", "ip", NAME);
                assertThat(listed.lines().map(String::strip))
                        .containsSubsequence(RULES.stream().map(Rule::text).toList());
                assertThat(listed.lines().map(String::strip))
                        .contains(
                                "elements = { \"sampan0\" }",
                                "elements = { \"sampan0\" . \"sampan1\" }",
                                "elements = { \"sampan0\" . 172.17.0.0/16 }",
                                "elements = { tcp . 127.0.0.1 . 8080 : 172.17.0.2 . 80 }",
                                "elements = { udp . 53 : 172.17.0.2 . 5300 }",
                                "type inet_proto . ipv4_addr . inet_service : ipv4_addr . inet_service",
                                "type nat hook prerouting priority dstnat; policy accept;");
            } finally {
                Batch.run(socket, List.of(TABLE.delete()));
            }
        }
    }

    /** The commands of explain, given to a shell, make the same table. */
    @Test
    void theShownCommandsMakeTheSameTable() throws Exception {
        try (var socket = NetlinkSocket.open(Sockets.NETLINK_NETFILTER)) {
            Batch.run(socket, ruleset());
            String ours = nft("list", "table", "ip", NAME);
            Batch.run(socket, List.of(TABLE.delete()));
            var script = new StringBuilder("set -e\n");
            ruleset().forEach(request -> script.append(request.sameAs()).append('\n'));
            assertThat(run("sh", "-c", script.toString())).isEmpty();
            String theirs = nft("list", "table", "ip", NAME);
            Batch.run(socket, List.of(TABLE.delete()));
            assertThat(ours).isEqualTo(theirs);
        }
    }

    @Test
    void aBatchWithOneRefusedChangeChangesNothing() throws Exception {
        try (var socket = NetlinkSocket.open(Sockets.NETLINK_NETFILTER)) {
            assertThatThrownBy(() -> Batch.run(
                            socket,
                            List.of(
                                    TABLE.add(),
                                    Rule.in(Chain.regular(TABLE, "nosuch"), Statement.drop()),
                                    REGULAR.add())))
                    .hasMessageContaining("nft add rule ip " + NAME + " nosuch drop")
                    .hasMessageContaining("ENOENT");
            assertThat(nft("list", "tables")).doesNotContain(NAME);
            Batch.run(socket, List.of(TABLE.add(), TABLE.delete()));
        }
    }

    private static List<Request> ruleset() {
        var requests = new ArrayList<Request>(List.of(
                TABLE.add(),
                INTERFACES.add(),
                PAIRS.add(),
                SUBNETS.add(),
                PUBLISHED.add(),
                ANYWHERE.add(),
                REGULAR.add(),
                BASE.add(),
                FILTER.add(),
                SOURCE.add()));
        requests.addAll(RULES);
        Value bridge = Value.interfaceName("sampan0");
        Value container = Value.address(InetAddress.ofLiteral("172.17.0.2"));
        requests.add(INTERFACES.add(List.of(Element.of(bridge))));
        requests.add(PAIRS.add(List.of(Element.of(bridge, Value.interfaceName("sampan1")))));
        requests.add(SUBNETS.add(List.of(Element.of(bridge, Value.network(InetAddress.ofLiteral("172.17.0.0"), 16)))));
        requests.add(PUBLISHED.add(List.of(
                Element.of(Value.protocol("tcp"), Value.address(InetAddress.ofLiteral("127.0.0.1")), Value.port(8080))
                        .to(container, Value.port(80)))));
        requests.add(ANYWHERE.add(
                List.of(Element.of(Value.protocol("udp"), Value.port(53)).to(container, Value.port(5300)))));
        return requests;
    }

    private static String nft(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of("nft"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
