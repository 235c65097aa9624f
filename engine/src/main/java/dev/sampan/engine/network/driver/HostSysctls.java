package dev.sampan.engine.network.driver;

import dev.sampan.engine.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host's own switches that a bridge network needs, ip-sysctl(7). */
final class HostSysctls {

    private static final Path IPV4 = Path.of("/proc/sys/net/ipv4");

    private HostSysctls() {}

    /**
     * The host forwards; and packets from 127.0.0.1 may leave through the bridge, so that a published port answers there. The
     * firewall must be up before: it is what keeps containers from the host's loopback then.
     */
    static void forward(String bridge) {
        set(IPV4.resolve("ip_forward"));
        set(IPV4.resolve("conf").resolve(bridge).resolve("route_localnet"));
    }

    private static void set(Path file) {
        try {
            if (!Files.readString(file).strip().equals("1")) {
                Files.writeString(file, "1");
            }
        } catch (IOException e) {
            throw new EngineException.SystemFailure("writing 1 to " + file, e);
        }
    }
}
