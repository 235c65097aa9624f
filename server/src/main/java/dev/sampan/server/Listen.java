package dev.sampan.server;

import dev.sampan.http.Listener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Opens what {@code -H} names. */
final class Listen {
    private static final Logger LOG = System.getLogger(Listen.class.getName());

    private Listen() {}

    static List<Listener> on(Options options) throws IOException, Options.Invalid {
        var listeners = new ArrayList<Listener>();
        for (String host : options.hosts()) {
            listeners.add(one(host, options));
        }
        return listeners;
    }

    private static Listener one(String host, Options options) throws IOException, Options.Invalid {
        if (host.startsWith("unix://")) {
            return unix(Path.of(host.substring("unix://".length())), options);
        }
        if (host.startsWith("tcp://")) {
            return tcp(host, options);
        }
        throw new Options.Invalid("invalid bind address (" + host + "): use unix://PATH or tcp://HOST:PORT");
    }

    private static Listener unix(Path path, Options options) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        int group = groupId(options.group());
        Files.createDirectories(absolute.getParent());
        if (absolute.getParent().equals(options.execRoot().toAbsolutePath().normalize())) {
            // Which nobody else passes: the engine makes it 0710.
            Files.setAttribute(absolute.getParent(), "unix:gid", group);
        }
        Listener listener = Listener.unix(absolute);
        Files.setAttribute(absolute, "unix:gid", group);
        Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rw-rw----"));
        return listener;
    }

    /** Root's, if there is no such group: then only root can use the socket. */
    private static int groupId(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/etc/group"), StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(":", -1);
            if (fields.length > 2 && fields[0].equals(name)) {
                return Integer.parseInt(fields[2]);
            }
        }
        return 0;
    }

    private static Listener tcp(String host, Options options) throws IOException, Options.Invalid {
        URI uri = URI.create(host);
        if (uri.getHost() == null) {
            throw new Options.Invalid("invalid bind address (" + host + "): use tcp://HOST:PORT");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : options.tls().on() ? 2376 : 2375;
        var address = new InetSocketAddress(uri.getHost(), port);
        if (options.tls().on()) {
            return Listener.tls(
                    address, TlsContext.of(options.tls()), options.tls().verify());
        }
        if (!options.plainTcp()) {
            throw new Options.Invalid("refusing " + host + " without TLS: whoever reaches it is root on this host."
                    + " Use --tlsverify with certificates, or say --tls=false");
        }
        LOG.log(
                Level.WARNING,
                "the API is reachable on {0} without encryption and without authentication: whoever reaches it is root on"
                        + " this host, containers of the host's networks and web pages in a browser included",
                host);
        return Listener.tcp(address);
    }
}
