package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bind sources on a file system that does not answer, which is here a frozen one: it keeps waiting whoever writes. */
@NeedsRoot
@Timeout(120)
class NoAnswerTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("noansw");

    private Path directory;
    private Path mounted;

    @BeforeEach
    void freeze() throws Exception {
        directory = Files.createTempDirectory("sampan-frozen-");
        mounted = Files.createDirectory(directory.resolve("mounted"));
        Path image = directory.resolve("image");
        try (var file = Files.newByteChannel(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position((16 << 20) - 1).write(ByteBuffer.allocate(1));
        }
        boolean there = succeeds("mkfs.ext4", "-q", image.toString())
                && succeeds("mount", "-o", "loop", image.toString(), mounted.toString());
        Assumptions.assumeTrue(there, "no mkfs.ext4 or no loop device");
        assertThat(succeeds("fsfreeze", "-f", mounted.toString())).isTrue();
    }

    @AfterEach
    void thaw() throws Exception {
        succeeds("fsfreeze", "-u", mounted.toString());
        for (int tries = 0; !succeeds("umount", mounted.toString()) && tries < 50; tries++) {
            TimeUnit.MILLISECONDS.sleep(100); // those that were kept waiting are at work in it
        }
        Tree.remove(directory);
    }

    @Test
    void keepsNobodyButTheirOwnStartsWaiting() throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            ids.add(engine.create("sleep 1000", "\"Binds\": [\"" + mounted + "/new" + i + ":/x\"]"));
        }
        List<CompletableFuture<Void>> starts =
                ids.stream().map(id -> apart(() -> start(id))).toList();
        try {
            assertThat(apart(() -> engine.containers().list(ListQuery.ALL)).get(4, TimeUnit.SECONDS))
                    .hasSize(20);
            for (String id : ids) {
                assertThat(apart(() -> engine.state(id))
                                .get(4, TimeUnit.SECONDS)
                                .status())
                        .isEqualTo("created");
            }
            for (var start : starts) {
                assertThatThrownBy(() -> start.get(20, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(SystemFailure.class)
                        .hasMessageStartingWith("look at bind source " + mounted + "/new")
                        .hasMessageEndingWith(": no answer within 5 seconds");
            }
        } finally {
            succeeds("fsfreeze", "-u", mounted.toString());
        }
        engine.containers().start(ids.getFirst());
        assertThat(engine.state(ids.getFirst()).status()).isEqualTo("running");
    }

    private static Void start(String id) {
        engine.containers().start(id);
        return null;
    }

    private static <T> CompletableFuture<T> apart(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
