package dev.sampan.engine.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.Json;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.engine.Engine;
import dev.sampan.engine.EngineOptions;
import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.exec.ExecConfig;
import dev.sampan.engine.logging.LogReader.Query;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.testkit.Own;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An engine with an image of the attacker's, and a directory of the host that no container may reach and that is after each test as it
 * was before.
 *
 * <p>{@code /bin/busybox} is in every image; {@code HOST} in a script or a tar is the path of the host's directory.
 */
final class Victim implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    static final String SECRET = "only the host may read this";

    private static boolean warm;

    private String hostBefore;
    Path directory;
    Path host;
    Engine engine;

    /** What the JVM opens once, at the first container, is no leak of the first test. */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (!warm) {
            open();
            image(tar());
            exec(start("sleep 100", ""), "echo warm");
            close();
            warm = true;
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        open();
        hostBefore = hostFiles();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        String hostAfter = hostFiles();
        close();
        assertThat(hostAfter).isEqualTo(hostBefore);
    }

    private void open() throws IOException {
        directory = Files.createTempDirectory(Own.name("attack"));
        host = Files.createDirectories(directory.resolve("host"));
        Files.writeString(host.resolve("secret"), SECRET);
        Files.writeString(host.resolve("passwd"), "evil:x:0:0::/:/bin/sh\nfromhost:x:77:77::/:/bin/sh\n");
        engine = Engine.open(EngineOptions.under(directory.resolve("engine"), Own.name("attack")));
    }

    /** busybox alone, for the attacker to add to. */
    static TarBuilder tar() throws IOException {
        return new TarBuilder()
                .directory("bin/", 0755, 0, 0)
                .file("bin/busybox", Files.readAllBytes(Path.of("/bin/busybox")), 0755, 0, 0)
                .symlink("bin/sh", "busybox");
    }

    void image(TarBuilder tar) {
        engine.images().importTar("attack", "latest", "-", "", List.of(), Optional.empty(), tar.stream());
    }

    /** @param failure why it did not start; empty when it did */
    record Outcome(int code, String out, String failure) {}

    /** Runs a script with busybox's tools. {@code more} is JSON of the request, with a comma before. */
    Outcome run(String script, String more, String hostConfig) {
        var request = "{\"Image\": \"attack\", \"Cmd\": [\"/bin/busybox\", \"sh\", \"-c\", " + quoted(TOOLS + script)
                + "]" + more + ", \"HostConfig\": {\"NetworkMode\": \"none\"" + hostConfig + "}}";
        var containers = engine.containers();
        var id = containers
                .create("", Optional.empty(), Json.read(request.getBytes(UTF_8), ContainerCreateRequest.class))
                .id();
        try {
            var end = containers.await(id, "next-exit");
            containers.start(id);
            int code = end.get(30, TimeUnit.SECONDS).exitCode();
            return new Outcome(code, log(id), "");
        } catch (EngineException refused) {
            return new Outcome(-1, log(id), refused.getMessage());
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            containers.remove(id, true, true, false);
        }
    }

    Outcome run(String script) {
        return run(script, "", "");
    }

    /** Starts a container that stays, whose first process runs the script. */
    String start(String script, String hostConfig) {
        var request = "{\"Image\": \"attack\", \"Cmd\": [\"/bin/busybox\", \"sh\", \"-c\", " + quoted(TOOLS + script)
                + "], \"HostConfig\": {\"NetworkMode\": \"none\"" + hostConfig + "}}";
        var id = engine.containers()
                .create("", Optional.empty(), Json.read(request.getBytes(UTF_8), ContainerCreateRequest.class))
                .id();
        engine.containers().start(id);
        return id;
    }

    /** A further process in it. */
    Outcome exec(String container, String user, String directory, boolean privileged, List<String> command) {
        return exec(container, user, directory, privileged, false, command);
    }

    /** The same on a terminal. */
    Outcome terminal(String container, List<String> command) {
        return exec(container, "", "", false, true, command);
    }

    /** Waits until a container has printed this. */
    void awaitOutput(String id, String text) {
        var end = Instant.now().plusSeconds(20);
        while (!log(id).contains(text)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("never printed: " + text + ", but: " + log(id));
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private Outcome exec(
            String container,
            String user,
            String directory,
            boolean privileged,
            boolean terminal,
            List<String> command) {
        var out = new ByteArrayOutputStream();
        var closed = new CountDownLatch(1);
        try {
            var execs = engine.execs();
            var id = execs.create(
                    container,
                    new ExecConfig(
                            command,
                            List.of(),
                            user,
                            directory,
                            privileged,
                            terminal,
                            false,
                            true,
                            true,
                            "",
                            Optional.empty()));
            var client = new OutputSink() {
                @Override
                public void write(StreamType stream, ByteBuffer chunk) {
                    var bytes = new byte[chunk.remaining()];
                    chunk.get(bytes);
                    out.writeBytes(bytes);
                }

                @Override
                public void close() {
                    closed.countDown();
                }
            };
            execs.startAttached(id, Optional.empty(), client);
            if (!closed.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("an exec hangs: " + command);
            }
            return new Outcome(execs.inspect(id).exitCode().orElse(-1), out.toString(UTF_8), "");
        } catch (EngineException refused) {
            return new Outcome(-1, out.toString(UTF_8), refused.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Outcome exec(String container, String script) {
        return exec(container, "", "", false, script(script));
    }

    static List<String> script(String script) {
        return List.of("/bin/busybox", "sh", "-c", TOOLS + script);
    }

    /** The engine's tools by name, whatever PATH has. */
    private static final String TOOLS =
            "for t in cat ls echo mkdir mount umount mknod head grep readlink stat unshare touch wc id chmod dd sleep"
                    + " mv ln rm chroot nsenter; do alias $t=\"/bin/busybox $t\"; done\n";

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** For {@link #run}. */
    static String binds(String... binds) {
        return ", \"Binds\": ["
                + String.join(
                        ", ", java.util.Arrays.stream(binds).map(Victim::quoted).toList()) + "]";
    }

    private String log(String id) {
        var text = new StringBuilder();
        var all = new Query(-1, Optional.empty(), Optional.empty(), false);
        try (var reader = engine.containers().output(id).log().apply(all)) {
            for (var e = reader.next(); e.isPresent(); e = reader.next()) {
                text.append(new String(e.get().bytes(), UTF_8));
            }
        }
        return text.toString();
    }

    /** Everything in the host's directory, with what it holds. */
    String hostFiles() throws IOException {
        try (var files = Files.walk(host)) {
            return files.sorted()
                    .map(f -> {
                        try {
                            return host.relativize(f) + (Files.isRegularFile(f) ? " " + Files.readString(f) : "");
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .collect(Collectors.joining("\n"));
        }
    }

    private void close() throws IOException {
        engine.containers().list(ListQuery.ALL).forEach(c -> engine.containers().remove(c.id(), true, true, false));
        engine.networks().destroy();
        engine.cgroups().removeParent();
        engine.close();
        Tree.remove(directory);
    }
}
