package dev.sampan.engine.network.files;

import dev.sampan.engine.network.AddressText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A container's /etc/hosts, hosts(5). Order: loopback, extra hosts as asked for, then the container's own addresses. */
public record Hosts(List<Entry> entries) {

    private static final List<Entry> LOOPBACK =
            List.of(new Entry("127.0.0.1", "localhost"), new Entry("::1", "localhost ip6-localhost ip6-loopback"));
    private static final List<Entry> IPV6_NAMES = List.of(
            new Entry("fe00::", "ip6-localnet"),
            new Entry("ff00::", "ip6-mcastprefix"),
            new Entry("ff02::1", "ip6-allnodes"),
            new Entry("ff02::2", "ip6-allrouters"));

    public record Entry(String address, String names) {}

    /**
     * @param domainname empty, or appended to the host name as its first, full name
     * @param extra further names, between the loopback's and the container's own
     * @param own the container's addresses, empty without a network
     */
    public static Hosts of(String hostname, String domainname, List<Entry> extra, List<InetAddress> own) {
        var entries = new ArrayList<Entry>(LOOPBACK);
        entries.addAll(IPV6_NAMES);
        entries.addAll(extra);
        String names = names(hostname, domainname);
        for (InetAddress address : own) {
            entries.add(new Entry(AddressText.of(address), names));
        }
        return new Hosts(List.copyOf(entries));
    }

    /** The full name first, then the part before its first dot. */
    private static String names(String hostname, String domainname) {
        if (!domainname.isEmpty()) {
            return hostname + "." + domainname + " " + hostname;
        }
        int dot = hostname.indexOf('.');
        return dot < 0 ? hostname : hostname + " " + hostname.substring(0, dot);
    }

    public String text() {
        var text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(entry.address()).append('\t').append(entry.names()).append('\n');
        }
        return text.toString();
    }
}
