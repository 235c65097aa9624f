package dev.sampan.server;

import dev.sampan.engine.EngineOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The daemon's flags, by dockerd's names.
 *
 * @param plainTcp {@code --tls=false} was said: a TCP listener without TLS is wanted, knowing what that means
 */
record Options(
        Path dataRoot,
        Path execRoot,
        Optional<Path> pidfile,
        List<String> hosts,
        String group,
        Tls tls,
        boolean plainTcp,
        String bridge,
        String bip,
        String cgroupParent,
        String logLevel,
        String storageDriver,
        boolean liveRestore) {

    static final String USAGE = """
            usage: sampan daemon [FLAG...]
              --data-root DIR        where images, layers, containers are kept (/var/lib/sampan)
              --exec-root DIR        what belongs to running processes (/run/sampan)
              -p, --pidfile FILE     write the daemon's pid there
              -H, --host ADDRESS     unix://PATH or tcp://HOST:PORT; may repeat (unix:///run/sampan/sampan.sock)
              -G, --group NAME       who may use the Unix socket (sampan; root if there is no such group)
              --tls, --tlsverify     TLS on TCP; with --tlsverify clients need a certificate
              --tlscacert FILE       who signs the clients' certificates
              --tlscert FILE         the daemon's certificate
              --tlskey FILE          its key (PEM, PKCS #8)
              --tls=false            allow TCP without TLS: whoever reaches it is root on this host
              -b, --bridge NAME      the default bridge's device (sampan0; with another data root a name made from that)
              --bip ADDRESS/BITS     its address (the first free pool)
              --cgroup-parent NAME   under which containers' cgroups are made
              -s, --storage-driver   overlay2 or vfs (the first that works)
              --live-restore         on SIGTERM leave containers running instead of stopping them
              -l, --log-level LEVEL  debug, info, warn, error (info)
              -D, --debug            the same as --log-level debug
            """;

    /** @param verify clients need a certificate signed by {@code caCertificate} */
    record Tls(boolean on, boolean verify, Path caCertificate, Path certificate, Path key) {}

    /** A flag that is unknown, or without its value; the message is for the user. */
    static final class Invalid extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(message);
        }
    }

    static Options parse(List<String> arguments) throws Invalid {
        var parsed = new Parser();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            parsed.flag(rest.next(), rest);
        }
        return parsed.options();
    }

    private static final class Parser {
        private Path dataRoot = Path.of("/var/lib/sampan");
        private Path execRoot = Path.of("/run/sampan");
        private Optional<Path> pidfile = Optional.empty();
        private final List<String> hosts = new ArrayList<>();
        private String group = "sampan";
        private boolean tls;
        private boolean verify;
        private boolean plainTcp;
        private Path caCertificate = Path.of("/etc/sampan/ca.pem");
        private Path certificate = Path.of("/etc/sampan/cert.pem");
        private Path key = Path.of("/etc/sampan/key.pem");
        private Optional<String> bridge = Optional.empty();
        private String bip = "";
        private String cgroupParent = "sampan";
        private String logLevel = "info";
        private String storageDriver = "";
        private boolean liveRestore;

        void flag(String argument, Iterator<String> rest) throws Invalid {
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            Optional<String> attached = equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
            if (!isSwitch(name, attached)) {
                String value = attached.orElseGet(() -> rest.hasNext() ? rest.next() : "\0");
                if (value.equals("\0")) {
                    throw new Invalid("flag needs an argument: " + name);
                }
                set(name, value);
            }
        }

        private boolean isSwitch(String name, Optional<String> attached) throws Invalid {
            if (!List.of("--tls", "--tlsverify", "--live-restore", "-D", "--debug")
                    .contains(name)) {
                return false;
            }
            boolean on =
                    switch (attached.orElse("true")) {
                        case "true", "1" -> true;
                        case "false", "0" -> false;
                        default -> throw new Invalid("invalid argument for " + name + ": " + attached.get());
                    };
            switch (name) {
                case "--tls" -> tls = on;
                case "--tlsverify" -> verify = on;
                case "--live-restore" -> liveRestore = on;
                default -> logLevel = on ? "debug" : logLevel;
            }
            plainTcp |= name.startsWith("--tls") && !on;
            return true;
        }

        private void set(String name, String value) throws Invalid {
            switch (name) {
                case "--data-root", "-g" -> dataRoot = Path.of(value);
                case "--exec-root" -> execRoot = Path.of(value);
                case "-p", "--pidfile" -> pidfile = Optional.of(Path.of(value));
                case "-H", "--host" -> hosts.add(value);
                case "-G", "--group" -> group = value;
                case "--tlscacert" -> caCertificate = Path.of(value);
                case "--tlscert" -> certificate = Path.of(value);
                case "--tlskey" -> key = Path.of(value);
                case "-b", "--bridge" -> bridge = Optional.of(value);
                case "--bip" -> bip = value;
                case "--cgroup-parent" -> cgroupParent = value;
                case "-s", "--storage-driver" -> storageDriver = value;
                case "-l", "--log-level" -> logLevel = value;
                default -> throw new Invalid("unknown flag: " + name);
            }
        }

        Options options() {
            if (hosts.isEmpty()) {
                hosts.add("unix://" + execRoot.resolve("sampan.sock"));
            }
            return new Options(
                    dataRoot,
                    execRoot,
                    pidfile,
                    List.copyOf(hosts),
                    group,
                    new Tls(tls || verify, verify, caCertificate, certificate, key),
                    plainTcp,
                    bridge.orElseGet(() -> EngineOptions.bridgeOf(dataRoot)),
                    bip,
                    cgroupParent,
                    logLevel,
                    storageDriver,
                    liveRestore);
        }
    }
}
