package dev.sampan.cli;

import dev.sampan.cli.flags.Parsed;
import dev.sampan.client.Api;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Finds the daemon: -H, then DOCKER_HOST, then the default socket, where one is started when none answers. */
final class Engine {
    static final String DEFAULT_HOST = "unix:///run/sampan/sampan.sock";
    private static final Path LOG = Path.of("/run/sampan/daemon.log");
    private static final String PIDFILE = "/run/sampan/sampan.pid";
    private static final long START_MILLIS = 60_000;

    private Engine() {}

    /** The address a command line means. */
    static String host(Program program, Parsed global) {
        if (global.has("host")) {
            return global.string("host");
        }
        String host = program.environment("DOCKER_HOST");
        return host.isEmpty() ? DEFAULT_HOST : host;
    }

    /** @param words the verb: some only report, and start no daemon for that */
    static Api connect(Program program, Parsed global, String words) {
        String host = host(program, global);
        SocketAddress address = address(host);
        var api = new Api(address, program.environment("DOCKER_API_VERSION"));
        try {
            api.keep(Api.connect(address));
            return api;
        } catch (IOException e) {
            boolean startable = host.equals(DEFAULT_HOST) && !words.equals("version") && !words.endsWith("info");
            if (!startable) {
                throw new Failure(failureStatus(words), cannot(program, words, host, e));
            }
        }
        start(program, host);
        return api;
    }

    private static int failureStatus(String words) {
        return switch (words) {
            case "run", "container run" -> 125;
            default -> 1;
        };
    }

    private static String cannot(Program program, String words, String host, IOException cause) {
        String text = cause instanceof AccessDeniedException
                        || String.valueOf(cause.getMessage()).contains("Permission denied")
                ? "permission denied while trying to connect to the daemon at " + host
                        + ": be root, or in its socket's group"
                : "Cannot connect to the Docker daemon at " + host + ". Is the docker daemon running?";
        if (failureStatus(words) == 125) {
            return program.name() + ": " + text + "\n\nRun '" + program.name() + " run --help' for more information";
        }
        return text;
    }

    static SocketAddress address(String host) {
        if (host.startsWith("unix://")) {
            return UnixDomainSocketAddress.of(host.substring(7));
        }
        if (host.startsWith("tcp://")) {
            String rest = host.substring(6);
            int slash = rest.indexOf('/');
            rest = slash < 0 ? rest : rest.substring(0, slash);
            int colon = rest.lastIndexOf(':');
            if (colon > 0 && rest.substring(colon + 1).matches("[0-9]{1,5}")) {
                String name = rest.substring(0, colon).replace("[", "").replace("]", "");
                return new InetSocketAddress(name, Integer.parseInt(rest.substring(colon + 1)));
            }
        }
        throw new Failure(
                "unable to parse docker host \"" + host + "\": unix:///path or tcp://host:port is understood");
    }

    private static void start(Program program, String host) {
        String launcher = System.getProperty("sampan.launcher", "");
        if (launcher.isEmpty() || !Files.isExecutable(Path.of(launcher))) {
            throw new Failure("no daemon answers at " + host + "; start one with: sampan daemon");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new Failure(
                    "no daemon answers at " + host + ", and starting one needs root: sudo " + launcher + " ...");
        }
        try {
            var log = log();
            Process daemon = new ProcessBuilder(List.of("setsid", launcher, "daemon", "--pidfile", PIDFILE))
                    .directory(new File("/"))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(log)
                    .redirectErrorStream(true)
                    .start();
            await(daemon, address(host));
        } catch (IOException e) {
            throw new UncheckedIOException("starting the daemon: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(130, "interrupted while the daemon was starting; its log is " + LOG);
        }
        program.err().println("sampan: started the daemon (log: " + LOG + ")");
        program.err().println("sampan: the docker command and its friends find it with: export DOCKER_HOST=" + host);
    }

    /** For root alone, also where an older one is there: it names what containers were asked to do. */
    private static File log() throws IOException {
        Files.createDirectories(LOG.getParent());
        Set<PosixFilePermission> root = PosixFilePermissions.fromString("rw-------");
        if (!Files.exists(LOG)) {
            Files.createFile(LOG, PosixFilePermissions.asFileAttribute(root));
        }
        Files.setPosixFilePermissions(LOG, root);
        return LOG.toFile();
    }

    private static void await(Process daemon, SocketAddress address) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (System.nanoTime() < end) {
            try {
                Api.connect(address).close();
                return;
            } catch (IOException notYet) {
                if (!daemon.isAlive()) {
                    throw new Failure(
                            "the daemon did not start (exit status " + daemon.exitValue() + "):\n" + logTail());
                }
            }
            Thread.sleep(10);
        }
        throw new Failure("the daemon does not answer after " + START_MILLIS / 1000 + " s:\n" + logTail());
    }

    private static String logTail() throws IOException {
        List<String> lines = Files.readAllLines(LOG);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }
}
