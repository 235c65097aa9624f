package dev.sampan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.image.Deletion.Deleted;
import dev.sampan.engine.image.Deletion.Untagged;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Layers;
import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class RemoveTest {

    private static final String CONTAINER = "c".repeat(64);

    @TempDir
    Path folder;

    private final List<ImageUsers.User> users = new ArrayList<>();
    private Layers layers;
    private Images images;
    private Digest id;

    @BeforeEach
    void imported() throws IOException {
        layers = Layers.open(folder.resolve("storage"), Optional.empty());
        images = new Images(folder.resolve("content"), layers, _ -> users, new Events());
        id = images.importTar("a", "1", "-", "", List.of(), Optional.empty(), new TarBuilder().file("f", "").stream());
    }

    @Test
    void oneOfSeveralNamesIsOnlyUntagged() {
        images.tag("a:1", "b", "");
        assertThat(images.remove("b", false)).containsExactly(new Untagged("b:latest"));
        assertThat(images.remove("a:1", false)).containsExactly(new Untagged("a:1"), new Deleted(id));
        assertThat(layers.readOnly()).isEmpty();
    }

    @Test
    void anIdOfSeveralNamesNeedsForce() {
        images.tag("a:1", "b", "");
        assertThatThrownBy(() -> images.remove(id.shortHex(), false))
                .isInstanceOf(Conflict.class)
                .hasMessage("conflict: unable to delete " + id.shortHex()
                        + " (must be forced) - image is referenced in multiple repositories");
        assertThat(images.remove(id.shortHex(), true)).hasSize(3);
    }

    @Test
    void aStoppedContainersLayersOutliveItsImage() {
        layers.createWritable(new LayerId(CONTAINER), images.unpacked(images.get("a:1")));
        users.add(new ImageUsers.User(CONTAINER, "a:1", false));
        assertThatThrownBy(() -> images.remove("a:1", false)).hasMessageContaining("is using its referenced image");
        assertThatThrownBy(() -> images.remove(id.toString(), false))
                .hasMessageContaining("(must be forced) - image is being used by stopped container cccccccccccc");
        images.remove(id.toString(), true);
        assertThat(layers.mount(new LayerId(CONTAINER))).isNotEmpty();
        assertThat(layers.readOnly()).as("what the container stands on").hasSize(2);
        layers.remove(new LayerId(CONTAINER));
        images.sweep();
        assertThat(layers.readOnly()).isEmpty();
    }

    @Test
    void aRunningContainersImageStaysWhateverTheForce() {
        users.add(new ImageUsers.User(CONTAINER, "a:1", true));
        assertThatThrownBy(() -> images.remove(id.toString(), true))
                .hasMessageContaining("(cannot be forced) - image is being used by running container");
        assertThat(images.remove("a:1", true)).containsExactly(new Untagged("a:1"));
        assertThat(images.get(id.toString()).id()).isEqualTo(id);
    }

    /** Containers come and go on one image while others are imported and removed: nobody meets a layer that is just going. */
    @Test
    void containersComeAndGoMeanwhile() throws Exception {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var stop = new AtomicBoolean();
        Thread containers = Thread.ofPlatform().start(() -> {
            for (int i = 0; !stop.get(); i++) {
                try {
                    LayerId container = new LayerId("c" + i);
                    layers.createWritable(container, images.unpacked(images.get("a:1")));
                    layers.openFile(container, "f").orElseThrow().close();
                    layers.remove(container);
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }
        });
        for (int i = 0; i < 15; i++) {
            var tar = new TarBuilder().file("n", "" + i).stream();
            images.importTar("other", "", "-", "", List.of(), Optional.empty(), tar);
            images.remove("other", false);
        }
        stop.set(true);
        containers.join();
        assertThat(failures).isEmpty();
        assertThat(layers.writable()).isEmpty();
        assertThat(layers.readOnly()).hasSize(2);
    }

    /** A container is made of an image that is just removed: it is refused, or stands on all its layers. */
    @Test
    void whatAContainerStandsOnDoesNotGoUnderIt() throws Exception {
        for (int i = 0; i < 60; i++) {
            var tar = new TarBuilder().file("n", "" + i).stream();
            images.importTar("other", "", "-", "", List.of(), Optional.empty(), tar);
            var image = images.unpacked(images.get("other"));
            LayerId container = new LayerId("r" + i);
            var start = new CountDownLatch(1);
            Thread maker = Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                    layers.createWritable(container, image);
                } catch (RuntimeException | InterruptedException refused) {
                    // The image was gone before.
                }
            });
            start.countDown();
            images.remove("other", false);
            maker.join();
            if (layers.has(container)) {
                assertThat(layers.openFile(container, "n")).as("round " + i).hasValueSatisfying(file -> file.close());
                layers.remove(container);
                images.sweep();
            }
        }
        assertThat(layers.readOnly()).hasSize(2);
    }
}
