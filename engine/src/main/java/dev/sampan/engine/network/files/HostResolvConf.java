package dev.sampan.engine.network.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host's resolv.conf that a container's is made from, and where it was found: the made file says so. */
public record HostResolvConf(Path path, String text) {

    private static final Path USUAL = Path.of("/etc/resolv.conf");
    /** Where systemd-resolved has the servers that it asks itself. */
    private static final Path BEHIND_RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

    private static final String RESOLVED = "127.0.0.53";

    /** For a container in the host's network. */
    public static HostResolvConf read() {
        return read(USUAL);
    }

    /** For a container in a network of its own: a file that names nothing but systemd-resolved is of no use there. */
    public static HostResolvConf readForNetwork() {
        HostResolvConf usual = read(USUAL);
        boolean resolved = ResolvConf.parse(usual.text()).nameservers().stream().allMatch(RESOLVED::equals)
                && usual.text().contains(RESOLVED);
        return resolved && Files.exists(BEHIND_RESOLVED) ? read(BEHIND_RESOLVED) : usual;
    }

    private static HostResolvConf read(Path path) {
        try {
            return new HostResolvConf(path, Files.readString(path));
        } catch (IOException e) {
            return new HostResolvConf(path, ""); // then there are no servers, which is allowed
        }
    }
}
