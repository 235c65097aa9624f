package dev.sampan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.event.Events;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Layers;
import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 while images are imported, tagged and removed: afterwards each image is whole or absent, and nothing is left that no image needs. Another JVM
 * does the work and is killed at random moments; its seed is printed.
 */
@NeedsRoot
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("sampan.crashes", 6);

    @TempDir
    Path folder;

    @Test
    void eachImageIsWholeOrAbsentAfterAKill() throws Exception {
        long seed = Long.getLong("sampan.seed", System.nanoTime());
        System.out.println("CrashTest seed " + seed);
        var random = new Random(seed);
        int seen = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Process worker = worker();
            assertThat(worker.getInputStream().read())
                    .as("the worker has begun")
                    .isEqualTo('.');
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
            worker.destroyForcibly().waitFor();
            seen += check("seed " + seed + " round " + round);
        }
        assertThat(seen).as("images that survived a kill").isPositive();
    }

    private Process worker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What the child does until it is killed. */
    public static void main(String[] arguments) throws IOException {
        Images images = open(Path.of(arguments[0]));
        System.out.print('.');
        System.out.flush();
        for (int i = 0; ; i++) {
            // No layer is like one of an earlier round: it would be counted once for two images.
            String number = i + "." + ProcessHandle.current().pid();
            var tar = new TarBuilder().file("number", number).file("bulk", "x".repeat(200_000 + i));
            images.importTar(
                    "crash", "t" + i % 5, "-", "", List.of("LABEL n=" + number), Optional.empty(), tar.stream());
            images.tag("crash:t" + i % 5, "other", "t" + i % 3);
            if (i % 4 == 3) {
                images.remove("other:t" + i % 3, true);
                images.prune(Filters.NONE);
            }
        }
    }

    private int check(String when) throws IOException {
        Layers layers = Layers.open(folder.resolve("storage"), Optional.empty());
        Images images = new Images(folder.resolve("content"), layers, ImageUsers.none(), new Events());
        images.sweep();
        List<ImageSummary> all = images.list(Filters.NONE);
        for (ImageSummary image : all) {
            String number = image.labels().get("n");
            assertThat(image.manifests()).as(when).allMatch(ImageSummary.ManifestSummary::available);
            Image whole = images.get(image.id().toString());
            assertThat(layers.readOnly()).as(when).containsAll(whole.layers());
            LayerId container = new LayerId("check");
            layers.createWritable(container, images.unpacked(whole));
            try (var tree = layers.openTree(container)) {
                Path root = Path.of(tree.path());
                assertThat(Files.readString(root.resolve("number"))).as(when).isEqualTo(number);
                assertThat(Files.size(root.resolve("bulk")))
                        .as(when)
                        .isEqualTo(200_000 + Integer.parseInt(number.substring(0, number.indexOf('.'))));
            }
            layers.remove(container);
        }
        nothingElse(when, all, layers);
        return all.size();
    }

    /** Blobs are a manifest, a configuration and a layer for each image; layers are its own and the one containers stand on. */
    private void nothingElse(String when, List<ImageSummary> all, Layers layers) throws IOException {
        try (Stream<Path> blobs = Files.list(folder.resolve("content/blobs/sha256"))) {
            assertThat(blobs).as(when).hasSize(3 * all.size());
        }
        try (Stream<Path> begun = Files.list(folder.resolve("content/ingest"))) {
            assertThat(begun).as(when).isEmpty();
        }
        assertThat(layers.readOnly()).as(when).hasSize(2 * all.size());
        try (Stream<Path> folders = Files.list(folder.resolve("storage/overlay2"))) {
            assertThat(folders.filter(f -> f.getFileName().toString().startsWith(".")))
                    .as(when)
                    .isEmpty();
        }
    }

    private static Images open(Path folder) throws IOException {
        Layers layers = Layers.open(folder.resolve("storage"), Optional.empty());
        return new Images(folder.resolve("content"), layers, ImageUsers.none(), new Events());
    }
}
