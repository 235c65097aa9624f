package dev.sampan.engine.spec;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A container's port to be reached from outside.
 *
 * @param protocol tcp, udp or sctp
 * @param hostAddress empty means every address of the host: 0.0.0.0 and ::
 * @param hostPorts one port, a range to pick a free one from, or {@link PortRange#ANY}
 */
public record PortRequest(String protocol, int containerPort, Optional<InetAddress> hostAddress, PortRange hostPorts) {

    /** Reads a port binding as Docker writes it: {@code ("80/tcp", "127.0.0.1", "8080-8090")}; empty texts mean any. */
    public static PortRequest parse(String containerPort, String hostIp, String hostPort) {
        int slash = containerPort.indexOf('/');
        String port = slash < 0 ? containerPort : containerPort.substring(0, slash);
        String protocol = slash < 0 ? "tcp" : containerPort.substring(slash + 1);
        Optional<InetAddress> address =
                hostIp.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(hostIp));
        return new PortRequest(protocol, Integer.parseInt(port), address, PortRange.parse(hostPort));
    }
}
