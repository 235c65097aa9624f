package dev.sampan.engine.spec;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a container is called, what it finds by name, and which of its ports can be reached from outside.
 *
 * @param isolated a network namespace of its own that is on no network
 * @param attachments the networks that it joins, the first of which its ports are published on
 * @param exposed ports that its image says it listens on: {@code 80/tcp}
 * @param ports those that were named come before those that the engine chooses
 */
public record NetworkSpec(
        String hostname,
        String domainname,
        boolean isolated,
        List<Attachment> attachments,
        List<String> exposed,
        List<PortRequest> ports,
        List<String> nameServers,
        List<String> searchDomains,
        List<String> resolverOptions,
        List<ExtraHost> extraHosts,
        List<Link> links) {

    public NetworkSpec {
        attachments = List.copyOf(attachments);
        exposed = List.copyOf(exposed);
        ports = List.copyOf(ports);
    }

    /**
     * One network, and what was chosen for it.
     *
     * @param network its name
     * @param address empty for any that is free
     * @param mac empty for one that is made for each run
     */
    public record Attachment(String network, Optional<InetAddress> address, Optional<MacAddress> mac) {}

    /**
     * A line of /etc/hosts.
     *
     * @param address or {@link #GATEWAY}
     */
    public record ExtraHost(String name, String address) {

        /** Stands for the address of the host on the container's network. */
        public static final String GATEWAY = "host-gateway";
    }

    /**
     * Another container under a name of its own choice.
     *
     * @param container its name
     */
    public record Link(String container, String alias) {}

    /** Whether some port of the host is left to the engine's choice. */
    public boolean choosesPorts() {
        return ports.stream().anyMatch(port -> !port.hostPorts().isOne());
    }
}
