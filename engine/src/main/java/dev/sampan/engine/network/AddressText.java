package dev.sampan.engine.network;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Addresses as Go, and so every Docker client, writes them: IPv6 in RFC 5952's short form, which the JDK does not do. */
public final class AddressText {

    private AddressText() {}

    public static String of(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : ipv6(address.getAddress());
    }

    /** {@code 127.0.0.1:80} or {@code [::1]:80}. */
    public static String of(InetAddress address, int port) {
        String text = of(address);
        return (address instanceof Inet4Address ? text : "[" + text + "]") + ":" + port;
    }

    private static String ipv6(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        if (length < 2) {
            length = 0; // a single zero group stays written
        }
        var text = new StringBuilder();
        for (int i = 0; i < 8; ) {
            if (length > 0 && i == start) {
                text.append("::");
                i += length;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i++]));
        }
        return text.toString();
    }
}
