package dev.sampan.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.netlink.nft.Chain;
import dev.sampan.linux.netlink.nft.DataType;
import dev.sampan.linux.netlink.nft.Element;
import dev.sampan.linux.netlink.nft.Family;
import dev.sampan.linux.netlink.nft.NamedSet;
import dev.sampan.linux.netlink.nft.Rule;
import dev.sampan.linux.netlink.nft.Statement;
import dev.sampan.linux.netlink.nft.Table;
import dev.sampan.linux.netlink.nft.Value;
import dev.sampan.linux.netlink.route.Addresses;
import dev.sampan.linux.netlink.route.LinkKind;
import dev.sampan.linux.netlink.route.Links;
import dev.sampan.linux.netlink.route.NewLink;
import dev.sampan.linux.netlink.route.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Our requests are what iproute2 and nft send for the command that we say is the same. */
class GoldenTest {

    private static final Table TABLE = new Table(Family.IP, "tnet-nft");
    private static final NamedSet BRIDGES = NamedSet.of(TABLE, "bridges", DataType.IFNAME);
    private static final NamedSet SUBNETS =
            NamedSet.of(TABLE, "subnets", DataType.IFNAME, DataType.IPV4_ADDR).withIntervals();
    private static final NamedSet PUBLISHED = published("published");
    private static final Chain REGULAR = Chain.regular(TABLE, "regular");
    private static final Element PORT = Element.of(
                    Value.protocol("tcp"), Value.address(InetAddress.ofLiteral("127.0.0.1")), Value.port(8080))
            .to(Value.address(InetAddress.ofLiteral("172.17.0.2")), Value.port(80));

    static final List<Request> ROUTE = List.of(
            NewLink.of("v0", new LinkKind.Veth(NewLink.peer("eth0", -1).withMac("02:42:c6:33:64:02")))
                    .withMac("02:42:c6:33:64:01")
                    .withMtu(1400),
            NewLink.of("brz", new LinkKind.Bridge()).withMac("02:42:c6:33:64:07"),
            Links.up("v0"),
            Links.withoutIpv6Addresses("v0"),
            Links.bridgePort("v0", true, true),
            Links.master("v0", 2, "brx"),
            Addresses.add("eth0", new Addresses.Address(3, InetAddress.ofLiteral("198.51.100.2"), 24)),
            Routes.addDefault(InetAddress.ofLiteral("198.51.100.1"), "eth0", 3),
            Links.delete("v0"));

    static final List<Request> NFT = List.of(
            TABLE.add(),
            NamedSet.of(TABLE, "bridges2", DataType.IFNAME).add(),
            NamedSet.of(TABLE, "subnets2", DataType.IFNAME, DataType.IPV4_ADDR)
                    .withIntervals()
                    .add(),
            published("published2").add(),
            REGULAR.add(),
            BRIDGES.add(List.of(Element.of(Value.interfaceName("sampan0")))),
            SUBNETS.add(List.of(Element.of(
                    Value.interfaceName("sampan0"), Value.network(InetAddress.ofLiteral("172.17.0.0"), 16)))),
            PUBLISHED.add(List.of(PORT)),
            PUBLISHED.delete(List.of(PORT)),
            Rule.in(REGULAR, Statement.redirectByAddress(PUBLISHED)),
            Rule.in(REGULAR, Statement.cameBy(BRIDGES), Statement.toLoopback(), Statement.drop()),
            Rule.in(REGULAR, Statement.wasRedirected(), Statement.accept()),
            Rule.in(REGULAR, Statement.toThisHost(), Statement.jump(REGULAR)),
            TABLE.delete());

    /** The recordings are of a little-endian machine. */
    @BeforeAll
    static void sameByteOrder() {
        Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @FieldSource("ROUTE")
    void routeRequestsAreThoseOfIp(Request request) {
        byte[] theirs = golden("ip.golden").get(request.sameAs());
        assertThat(theirs).as(request.sameAs()).isNotNull();
        // ip looks the index up and sends it; we send the name, and the kernel looks it up.
        boolean byName = !(request instanceof NewLink) && request.type() >= 16 && request.type() <= 19;
        assertThat(hex(byName ? withoutIndexAndName(encoded(request)) : encoded(request)))
                .as(request.sameAs())
                .isEqualTo(hex(byName ? withoutIndexAndName(theirs) : theirs));
    }

    /** Not compared: the order of attributes, ids of sets within a transaction, and nft's notes to itself. */
    @ParameterizedTest
    @FieldSource("NFT")
    void nftRequestsAreThoseOfNft(Request request) {
        byte[] theirs = golden("nft.golden").get(request.sameAs());
        assertThat(theirs).as(request.sameAs()).isNotNull();
        assertThat(encoded(request)[4]).isEqualTo(theirs[4]);
        assertThat(sorted(encoded(request), 20, "", ignored(request)))
                .as(request.sameAs())
                .isEqualTo(sorted(theirs, 20, "", ignored(request)));
    }

    private static NamedSet published(String name) {
        return NamedSet.of(TABLE, name, DataType.INET_PROTO, DataType.IPV4_ADDR, DataType.INET_SERVICE)
                .to(DataType.IPV4_ADDR, DataType.INET_SERVICE);
    }

    private static Set<String> ignored(Request request) {
        return switch (request.type() & 0xff) {
            case 9 -> Set.of("/13", "/10"); // NFTA_SET_USERDATA, NFTA_SET_ID
            case 12 -> Set.of("/4"); // NFTA_SET_ELEM_LIST_SET_ID
            case 6 -> Set.of("lookup/4"); // NFTA_LOOKUP_SET_ID
            default -> Set.of();
        };
    }

    private static byte[] encoded(Request request) {
        return new NetlinkWriter()
                .message(request.type(), request.flags() | Request.NLM_F_REQUEST, 0, request::encode)
                .toBytes();
    }

    /** Without the acknowledgement flag and the sequence number. */
    private static String hex(byte[] message) {
        var copy = ByteBuffer.wrap(message.clone()).order(ByteOrder.nativeOrder());
        copy.putShort(6, (short) (copy.getShort(6) & ~Request.NLM_F_ACK)).putInt(8, 0);
        return HexFormat.of().formatHex(copy.array());
    }

    private static byte[] withoutIndexAndName(byte[] message) {
        var rest = new NetlinkWriter();
        for (Attributes.Entry entry : Attributes.entries(message, 32)) {
            if (entry.type() != 3) {
                rest.attribute(entry.type(), entry.value());
            }
        }
        byte[] attributes = rest.toBytes();
        var copy = ByteBuffer.allocate(32 + attributes.length).order(ByteOrder.nativeOrder());
        copy.put(message, 0, 32).put(attributes).putInt(0, copy.capacity()).putInt(20, 0);
        return copy.array();
    }

    private static String sorted(byte[] bytes, int from, String path, Set<String> ignored) {
        var lines = new ArrayList<String>();
        String expression = path;
        for (Attributes.Entry entry : Attributes.entries(bytes, from)) {
            if (entry.type() == 1 && text(entry.value()).equals("lookup")) {
                expression = "lookup";
            }
        }
        for (Attributes.Entry entry : Attributes.entries(bytes, from)) {
            String at = expression + "/" + entry.type();
            if (ignored.stream().noneMatch(at::equals)) {
                boolean nested = isNested(entry.value());
                lines.add(entry.type() + "="
                        + (nested
                                ? "{"
                                        + sorted(
                                                entry.value(),
                                                0,
                                                expression.equals("lookup") ? "lookup" : path + "x",
                                                ignored)
                                        + "}"
                                : HexFormat.of().formatHex(entry.value())));
            }
        }
        boolean list = lines.stream().allMatch(line -> line.startsWith("1={"));
        return String.join(" ", list ? lines : lines.stream().sorted().toList());
    }

    /** Attributes through and through. */
    private static boolean isNested(byte[] value) {
        try {
            List<Attributes.Entry> entries = Attributes.entries(value, 0);
            int length = entries.stream()
                    .mapToInt(entry -> 4 + (entry.value().length + 3 & ~3))
                    .sum();
            return !entries.isEmpty()
                    && length == value.length
                    && entries.stream().allMatch(e -> e.type() < 16);
        } catch (MalformedNetlink e) {
            return false;
        }
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8).replace("\0", "");
    }

    private static Map<String, byte[]> golden(String name) {
        var golden = new LinkedHashMap<String, byte[]>();
        try (var in = GoldenTest.class.getResourceAsStream(name);
                Stream<String> all = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()) {
            List<String> lines = all.filter(line -> !line.startsWith("#")).toList();
            for (int i = 0; i < lines.size(); i += 2) {
                golden.put(lines.get(i), HexFormat.of().parseHex(lines.get(i + 1)));
            }
            return golden;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
