package dev.sampan.engine.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.util.HexFormat;

/** An Ethernet address in its usual spelling, {@code 02:42:ac:11:00:02}. */
public record MacAddress(@JsonValue String text) {

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    @JsonCreator
    public MacAddress {
        if (COLONS.parseHex(text).length != 6) {
            throw new IllegalArgumentException(text + " is not a valid mac address");
        }
    }

    /** Takes dashes in place of colons, as Docker does. */
    public static MacAddress parse(String text) {
        return new MacAddress(text.replace('-', ':'));
    }

    /**
     * {@code 02:42} and the last four bytes of an IP address, so that neighbours who remember who had the address before are
     * not wrong. (Docker 28 and later choose at random and announce the new one.)
     */
    public static MacAddress of(InetAddress address) {
        byte[] ip = address.getAddress();
        byte[] bytes = {0x02, 0x42, ip[ip.length - 4], ip[ip.length - 3], ip[ip.length - 2], ip[ip.length - 1]};
        return new MacAddress(COLONS.formatHex(bytes));
    }

    public byte[] bytes() {
        return COLONS.parseHex(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
