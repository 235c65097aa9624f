package dev.sampan.engine.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** An address and how many of its leading bits name the network: {@code 172.17.0.2/16}. Both an interface's address and a pool. */
public record Cidr(InetAddress address, int prefix) {

    public Cidr {
        int bits = address.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("prefix length " + prefix + " is not in 0.." + bits);
        }
    }

    /** Reads {@code 172.17.0.0/16}; a bare address has the full prefix. Never asks a name service. */
    @JsonCreator
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            InetAddress address = InetAddress.ofLiteral(text);
            return new Cidr(address, address.getAddress().length * 8);
        }
        return new Cidr(InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    /** The same network with all host bits zero. */
    public Cidr network() {
        return new Cidr(at(address.getAddress(), 0), prefix);
    }

    /** The address {@code offset} places after the network's first; IPv4 only beyond 32 host bits. */
    public InetAddress at(long offset) {
        return at(address.getAddress(), offset);
    }

    /** How far {@code other} lies behind the network's first address. */
    public long offsetOf(InetAddress other) {
        byte[] bytes = other.getAddress();
        long low = 0;
        for (int bit = Math.max(prefix, bytes.length * 8 - 62); bit < bytes.length * 8; bit++) {
            low = low << 1 | bytes[bit / 8] >> 7 - bit % 8 & 1;
        }
        return low;
    }

    /** Number of addresses, at most 2^62. */
    public long size() {
        return 1L << Math.min(62, address.getAddress().length * 8 - prefix);
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        return mine.length == its.length && sameLeadingBits(mine, its, prefix);
    }

    public boolean overlaps(Cidr other) {
        byte[] mine = address.getAddress();
        byte[] its = other.address.getAddress();
        return mine.length == its.length && sameLeadingBits(mine, its, Math.min(prefix, other.prefix));
    }

    @JsonValue
    @Override
    public String toString() {
        return AddressText.of(address) + "/" + prefix;
    }

    private InetAddress at(byte[] bytes, long offset) {
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        var buffer = ByteBuffer.wrap(bytes);
        int last = bytes.length - 4;
        if (bytes.length == 4) {
            buffer.putInt(0, buffer.getInt(0) + (int) offset);
        } else {
            buffer.putLong(last - 4, buffer.getLong(last - 4) + offset);
        }
        return ofBytes(bytes);
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static boolean sameLeadingBits(byte[] a, byte[] b, int bits) {
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
