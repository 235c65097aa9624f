package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.volume.Volume;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Something of another kind in place of a directory or a file of the engine: it stops nothing but what was there. */
@NeedsRoot
@Timeout(60)
class InTheWayTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("way");

    private static final ListQuery WITH_SIZES = new ListQuery(true, 0, true, Filters.NONE);

    private static void file(Path place) throws IOException {
        Tree.remove(place);
        Files.writeString(place, "somebody's");
    }

    private static void directory(Path place) throws IOException {
        Tree.remove(place);
        Files.createDirectories(place.resolve("below"));
    }

    /** Reading it fails with EIO. */
    private static void unreadable(Path place) throws IOException {
        Tree.remove(place);
        Files.createSymbolicLink(place, Path.of("/proc/self/mem"));
    }

    /** Reading it fails with ELOOP. */
    private static void loop(Path place) throws IOException {
        Tree.remove(place);
        Files.createSymbolicLink(place, place.getFileName());
    }

    @Test
    void whatHasACopyIsTakenFromItWhenItCannotBeRead() throws Exception {
        String id = engine.start("sleep 1000", TestEngine.BRIDGE);
        var state = engine.state(id);
        engine.reopenAfter(() -> {
            loop(engine.places().process(id).resolve("session.json"));
            loop(engine.places().content().resolve("index.json"));
            loop(engine.places().content().resolve("oci-layout"));
        });
        assertThat(engine.state(id)).isEqualTo(state);
        assertThat(engine.images().get("busybox").layers()).allMatch(engine.layers()::has);
    }

    @Test
    void aContainerWhoseSessionCannotBeReadIsLeftAlone() throws Exception {
        String id = engine.start("sleep 1000", "");
        var state = engine.state(id);
        Path session = engine.places().process(id).resolve("session.json");
        Path away = engine.places().dataRoot().resolve("away");
        engine.reopenAfter(() -> {
            Files.move(session, away);
            Files.delete(session.resolveSibling("session.json.copy"));
            loop(session);
        });
        assertThat(engine.containers().ids()).isEmpty();
        engine.reopenAfter(() -> {
            Files.delete(session);
            Files.move(away, session);
        });
        assertThat(engine.state(id)).isEqualTo(state);
    }

    /** As when the disk that it is on is not mounted. */
    @Test
    void aContainerWhoseFileIsALinkThatLeadsNowhereIsKept() throws Exception {
        String id = engine.create("true", "");
        Path file = engine.places().containerFile(id);
        Path away = engine.places().dataRoot().resolve("away");
        Path nowhere = engine.places().dataRoot().resolve("nowhere");
        engine.reopenAfter(() -> {
            Files.move(file, away);
            Files.createSymbolicLink(file, nowhere);
        });
        assertThat(engine.containers().ids()).isEmpty();
        engine.reopenAfter(() -> Files.move(away, nowhere));
        engine.containers().start(id);
    }

    private Path blob() {
        return engine.places()
                .content()
                .resolve("blobs/sha256")
                .resolve(engine.images().get("busybox").manifest().digest().hex());
    }

    @Test
    void aFileInPlaceOfADirectoryIsSetAside() throws Exception {
        List<Path> directories = List.of(
                engine.places().networks(),
                engine.places().volumes(),
                engine.places().explanations(),
                engine.places().content().resolve("ingest"));
        engine.reopenAfter(() -> {
            for (Path directory : directories) {
                file(directory);
            }
        });
        for (Path directory : directories) {
            assertThat(directory).isDirectory();
            assertThat(directory.resolveSibling(directory.getFileName() + ".damaged"))
                    .hasContent("somebody's");
        }
        engine.start("sleep 1000", TestEngine.BRIDGE);
    }

    @Test
    void aStartIsRefusedInOneSentenceWhereItWouldSweepWhatIsNotKnownAnyMore() throws Exception {
        for (Path directory : List.of(
                engine.places().containers(),
                engine.places().processes(),
                engine.places().content().resolve("blobs"))) {
            Path away = directory.resolveSibling("away");
            engine.reopenAfter(() -> {
                Files.move(directory, away);
                file(directory);
                assertThatThrownBy(engine::open)
                        .isInstanceOf(SystemFailure.class)
                        .hasMessage("cannot open the engine's places: " + directory + " is no directory");
                Files.delete(directory);
                Files.move(away, directory);
            });
            assertThat(engine.images().get("busybox").layers()).allMatch(engine.layers()::has);
        }
    }

    @Test
    void whatIsKnownOfAContainerStaysWhenItsDirectoryIsAFile() throws Exception {
        String id = engine.create("true", "");
        Path directory = engine.places().container(id);
        Path away = engine.places().dataRoot().resolve("away");
        engine.reopenAfter(() -> {
            Files.move(directory, away);
            file(directory);
        });
        assertThat(engine.containers().ids()).isEmpty();
        engine.reopenAfter(() -> {
            Files.delete(directory);
            Files.move(away, directory);
        });
        engine.containers().start(id);
    }

    @Test
    void aFileInPlaceOfALayerIsSetAside() throws Exception {
        LayerId layer = engine.images().get("busybox").layers().getFirst();
        Path folder =
                engine.places().storage().resolve(engine.layers().driver()).resolve(layer.value());
        engine.create("true", "");
        engine.reopenAfter(() -> file(folder));
        assertThat(folder.resolveSibling(layer + ".damaged")).hasContent("somebody's");
        assertThat(engine.layers().has(layer)).isFalse();
        assertThat(engine.images().list(Filters.NONE)).hasSize(1);
        assertThat(engine.containers().list(WITH_SIZES)).hasSize(1);
    }

    @Test
    void aBlobThatIsADirectoryIsSetAsideAndNothingIsCollectedForIt() throws Exception {
        List<LayerId> layers = engine.images().get("busybox").layers();
        Path blob = blob();
        for (int start = 0; start < 2; start++) {
            engine.reopenAfter(() -> directory(blob));
            assertThat(blob.resolveSibling(blob.getFileName() + ".damaged")).isDirectory();
            assertThat(layers).allMatch(engine.layers()::has);
            assertThat(engine.images().list(Filters.NONE)).hasSize(1);
        }
    }

    @Test
    void anImageThatCannotBeReadFailsNobodysList() throws Exception {
        engine.create("true", "");
        Path blob = blob();
        engine.reopenAfter(() -> unreadable(blob));
        assertThat(engine.images().list(Filters.NONE))
                .singleElement()
                .satisfies(image -> assertThat(image.repoTags()).containsExactly("busybox:latest"));
        assertThat(engine.containers().list(WITH_SIZES)).hasSize(1);
        assertThat(engine.images().bytes()).isPositive();
    }

    @Test
    void aLayerOfWhichNothingIsKnownFailsNobodysList() throws Exception {
        String id = engine.create("true", "");
        Path blob = blob();
        Path record = engine.places()
                .storage()
                .resolve(engine.layers().driver())
                .resolve(id)
                .resolve("layer");
        engine.reopenAfter(() -> {
            unreadable(blob); // else the record would be made again
            Files.writeString(record, "");
        });
        assertThat(engine.containers().list(WITH_SIZES))
                .singleElement()
                .satisfies(summary ->
                        assertThat(summary.sizes().orElseThrow().writable()).isZero());
    }

    @Test
    void aVolumeThatCannotBeMeasuredIsOfUnknownSize() throws Exception {
        Volume volume = engine.volumes().create("data", "", null, null);
        engine.reopenAfter(() -> file(volume.mountpoint()));
        assertThat(engine.volumes().bytes(engine.volumes().get("data"))).isEqualTo(-1);
    }
}
