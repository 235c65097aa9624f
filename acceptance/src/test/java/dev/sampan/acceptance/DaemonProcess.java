package dev.sampan.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sampan.testkit.Own;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A daemon in a process of its own, as ./sampan starts it, with the image busybox and no network but none. */
final class DaemonProcess implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"Id\":\"([0-9a-f]+)\"");
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private final String cgroups = Own.name("daemon");
    private final Path socket;
    private final Process process;

    /** @param before shell commands that the daemon inherits from, such as {@code ulimit} */
    DaemonProcess(Path directory, String before) throws Exception {
        socket = directory.resolve("socket");
        String flags = ". " + ROOT + "/build-support/jvm-flags.sh; ";
        var words = new ArrayList<>(List.of("sh", "-c", flags + before + "; exec \"$0\" $SAMPAN_DAEMON_FLAGS \"$@\""));
        words.addAll(java("dev.sampan.server.Daemon"));
        words.addAll(List.of("--data-root", directory.resolve("data").toString()));
        words.addAll(List.of("--exec-root", directory.resolve("exec").toString()));
        words.addAll(List.of("-H", "unix://" + socket, "--bridge", "none", "--cgroup-parent", "/" + cgroups));
        process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        try {
            awaitAnswer(directory.resolve("log"));
            importBusybox();
        } catch (Throwable failed) {
            close();
            throw failed;
        }
    }

    private void awaitAnswer(Path log) throws Exception {
        for (Instant end = Instant.now().plusSeconds(30); ; Thread.sleep(20)) {
            try {
                exchange("GET", "/_ping", "");
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    throw new IOException("the daemon does not answer: " + Files.readString(log), notYet);
                }
            }
        }
    }

    private void importBusybox() throws Exception {
        var tar = new ProcessBuilder("tar", "-C", "/", "-c", "bin/busybox").start();
        byte[] bytes = tar.getInputStream().readAllBytes();
        tar.waitFor();
        String answer = exchange("POST", "/images/create?fromSrc=-&repo=busybox", "application/x-tar", bytes);
        if (!answer.contains("sha256:")) {
            throw new IOException("busybox was not imported: " + answer);
        }
    }

    /** The sampan command, which talks with this daemon. */
    Process command(String... words) throws IOException {
        var all = new ArrayList<>(java("dev.sampan.cli.Main"));
        all.addAll(List.of("-H", "unix://" + socket));
        all.addAll(List.of(words));
        return new ProcessBuilder(all).start();
    }

    private static List<String> java(String main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main);
    }

    Process process() {
        return process;
    }

    Path socket() {
        return socket;
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /** A whole answer. */
    String exchange(String method, String path, String body) throws IOException {
        return exchange(method, path, "application/json", body.getBytes(ISO_8859_1));
    }

    private String exchange(String method, String path, String type, byte[] body) throws IOException {
        try (var client = connect()) {
            send(client, request(method, path, type, body.length, "Connection: close\r\n"), body);
            return rest(client);
        }
    }

    /** A request on a connection that stays. */
    static void send(SocketChannel client, String method, String path, String body) throws IOException {
        send(client, request(method, path, "application/json", body.length(), ""), body.getBytes(ISO_8859_1));
    }

    private static String request(String method, String path, String type, int length, String more) {
        return method + " " + path + " HTTP/1.1\r\nHost: d\r\nContent-Type: " + type + "\r\nContent-Length: " + length
                + "\r\n" + more + "\r\n";
    }

    private static void send(SocketChannel client, String head, byte[] body) throws IOException {
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(ISO_8859_1));
        all.writeBytes(body);
        var bytes = ByteBuffer.wrap(all.toByteArray());
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    /** All that still comes. */
    static String rest(SocketChannel client) throws IOException {
        return new String(Channels.newInputStream(client).readAllBytes(), ISO_8859_1);
    }

    /** Makes a container or an exec. */
    String create(String path, String json) throws IOException {
        String answer = exchange("POST", path, json);
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IOException(path + ": " + answer);
        }
        return id.group(1);
    }

    /** Starts a container of busybox that runs a script. */
    String start(String script) throws IOException {
        String id = create(
                "/containers/create",
                "{\"Image\": \"busybox\", \"Cmd\": [\"/bin/busybox\", \"sh\", \"-c\", \"" + script
                        + "\"], \"StopSignal\": \"KILL\", \"OpenStdin\": true, \"HostConfig\": {\"NetworkMode\": \"none\"}}");
        exchange("POST", "/containers/" + id + "/start", "");
        return id;
    }

    /** Whether the daemon has ended after a SIGTERM within this time. */
    boolean terminated(Duration within) {
        process.destroy();
        var ended = process.onExit().thenApply(Process::isAlive);
        return !ended.completeOnTimeout(true, within.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void close() throws IOException {
        if (!terminated(Duration.ofSeconds(30))) {
            process.destroyForcibly().onExit().join();
        }
        for (Path group : groups()) {
            Files.deleteIfExists(group);
        }
    }

    /** In every hierarchy, or in the one of version 2; innermost first. */
    private List<Path> groups() throws IOException {
        Path root = Path.of("/sys/fs/cgroup");
        var found = new ArrayList<Path>();
        try (var hierarchies = Files.list(root)) {
            for (Path parent : Stream.concat(Stream.of(root), hierarchies)
                    .map(hierarchy -> hierarchy.resolve(cgroups))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (var groups = Files.walk(parent)) {
                    groups.filter(Files::isDirectory).forEach(found::add);
                }
            }
        }
        found.sort(Comparator.reverseOrder());
        return found;
    }
}
