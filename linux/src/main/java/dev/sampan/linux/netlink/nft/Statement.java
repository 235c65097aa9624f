package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.nft.Expression.Compare;
import dev.sampan.linux.netlink.nft.Expression.Conntrack;
import dev.sampan.linux.netlink.nft.Expression.Decide;
import dev.sampan.linux.netlink.nft.Expression.DestinationNat;
import dev.sampan.linux.netlink.nft.Expression.FibDestinationType;
import dev.sampan.linux.netlink.nft.Expression.Lookup;
import dev.sampan.linux.netlink.nft.Expression.Mask;
import dev.sampan.linux.netlink.nft.Expression.Masquerade;
import dev.sampan.linux.netlink.nft.Expression.Meta;
import dev.sampan.linux.netlink.nft.Expression.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A part of a rule, as nft writes it and as the kernel runs it: a condition, or what to do. */
public final class Statement {

    private static final int IP_SOURCE = 12;
    private static final int IP_DESTINATION = 16;
    private static final int DESTINATION_PORT = 2;
    private static final byte[] LOOPBACK = {127};
    private static final byte ICMP = 1;
    private static final byte ICMP_REDIRECT = 5;
    private static final int RTN_LOCAL = 2;
    private static final int CT_ESTABLISHED_OR_RELATED = 0x2 | 0x4;
    private static final int IPS_DST_NAT = 0x20;

    private final String text;
    private final List<Expression> expressions;

    private Statement(String text, Expression... expressions) {
        this.text = text;
        this.expressions = List.of(expressions);
    }

    String text() {
        return text;
    }

    List<Expression> expressions() {
        return expressions;
    }

    /** It came in by one of these interfaces. */
    public static Statement cameBy(NamedSet interfaces) {
        return new Statement("iifname @" + interfaces.name(), load(Meta.IIFNAME), new Lookup(interfaces, false));
    }

    /** It leaves by one of these interfaces. */
    public static Statement leavesBy(NamedSet interfaces) {
        return new Statement("oifname @" + interfaces.name(), load(Meta.OIFNAME), new Lookup(interfaces, false));
    }

    public static Statement leavesByNoneOf(NamedSet interfaces) {
        return new Statement("oifname != @" + interfaces.name(), load(Meta.OIFNAME), new Lookup(interfaces, true));
    }

    /** It came in by an interface and leaves by one that are a pair in the set. */
    public static Statement passes(NamedSet pairs) {
        return new Statement(
                "iifname . oifname @" + pairs.name(),
                load(Meta.IIFNAME),
                new Meta(Meta.OIFNAME, Expression.REG_2),
                new Lookup(pairs, false));
    }

    /** It came in by an interface, from an address, that are in the set together. */
    public static Statement cameByFrom(NamedSet interfaceAndAddress) {
        return new Statement(
                "iifname . ip saddr @" + interfaceAndAddress.name(),
                load(Meta.IIFNAME),
                new Payload(Payload.NETWORK, IP_SOURCE, 4, Expression.REG_2),
                new Lookup(interfaceAndAddress, false));
    }

    /** It leaves by an interface, and has a source address, that are in the set together. */
    public static Statement leavesByFrom(NamedSet interfaceAndAddress) {
        return new Statement(
                "oifname . ip saddr @" + interfaceAndAddress.name(),
                load(Meta.OIFNAME),
                new Payload(Payload.NETWORK, IP_SOURCE, 4, Expression.REG_2),
                new Lookup(interfaceAndAddress, false));
    }

    public static Statement fromLoopback() {
        return loopback("ip saddr 127.0.0.0/8", IP_SOURCE, true);
    }

    public static Statement toLoopback() {
        return loopback("ip daddr 127.0.0.0/8", IP_DESTINATION, true);
    }

    public static Statement notToLoopback() {
        return loopback("ip daddr != 127.0.0.0/8", IP_DESTINATION, false);
    }

    private static Statement loopback(String text, int offset, boolean equal) {
        return new Statement(
                text,
                new Payload(Payload.NETWORK, offset, 1, Expression.REG_1),
                new Compare(Expression.REG_1, equal, LOOPBACK));
    }

    /** Its destination is an address of this host. */
    public static Statement toThisHost() {
        return new Statement(
                "fib daddr type local",
                new FibDestinationType(Expression.REG_1),
                new Compare(Expression.REG_1, true, hostOrder(RTN_LOCAL)));
    }

    /** It belongs to a connection that was let through. */
    public static Statement established() {
        return bits("ct state established,related", Conntrack.STATE, CT_ESTABLISHED_OR_RELATED);
    }

    /** Its connection's destination was changed. */
    public static Statement wasRedirected() {
        return bits("ct status dnat", Conntrack.STATUS, IPS_DST_NAT);
    }

    private static Statement bits(String text, int key, int mask) {
        return new Statement(
                text,
                new Conntrack(key, Expression.REG_1),
                new Mask(Expression.REG_1, hostOrder(mask)),
                new Compare(Expression.REG_1, false, new byte[4]));
    }

    /** A router's advice to use another way, icmp(7). */
    public static Statement icmpRedirect() {
        return new Statement(
                "icmp type redirect",
                load(Meta.L4PROTO),
                new Compare(Expression.REG_1, true, new byte[] {ICMP}),
                new Payload(Payload.TRANSPORT, 0, 1, Expression.REG_1),
                new Compare(Expression.REG_1, true, new byte[] {ICMP_REDIRECT}));
    }

    public static Statement accept() {
        return new Statement("accept", new Decide(Decide.ACCEPT, ""));
    }

    public static Statement drop() {
        return new Statement("drop", new Decide(Decide.DROP, ""));
    }

    public static Statement jump(Chain chain) {
        return new Statement("jump " + chain.name(), new Decide(Decide.JUMP, chain.name()));
    }

    public static Statement masquerade() {
        return new Statement("masquerade", new Masquerade());
    }

    /** To the address and port that the map has for the protocol, address and port asked for; on, when it has none. */
    public static Statement redirectByAddress(NamedSet map) {
        return new Statement(
                "dnat ip to meta l4proto . ip daddr . th dport map @" + map.name(),
                load(Meta.L4PROTO),
                new Payload(Payload.NETWORK, IP_DESTINATION, 4, Expression.REG32_01),
                new Payload(Payload.TRANSPORT, DESTINATION_PORT, 2, Expression.REG32_02),
                new Lookup(map, false),
                new DestinationNat(Expression.REG_1, Expression.REG32_01));
    }

    /** The same for a map that has protocols and ports only. */
    public static Statement redirectByPort(NamedSet map) {
        return new Statement(
                "dnat ip to meta l4proto . th dport map @" + map.name(),
                load(Meta.L4PROTO),
                new Payload(Payload.TRANSPORT, DESTINATION_PORT, 2, Expression.REG32_01),
                new Lookup(map, false),
                new DestinationNat(Expression.REG_1, Expression.REG32_01));
    }

    private static Meta load(int key) {
        return new Meta(key, Expression.REG_1);
    }

    private static byte[] hostOrder(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
