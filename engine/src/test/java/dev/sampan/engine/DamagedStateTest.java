package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.Json;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.exec.ExecConfig;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An engine starts whatever its files hold, and loses nothing but what the damaged one said. checks/state-files damages all of them. */
@NeedsRoot
@Timeout(60)
class DamagedStateTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("dmg");

    private String state(String id) {
        return engine.state(id).status();
    }

    private static void empty(Path file) throws IOException {
        Files.write(file, new byte[0]);
    }

    @Test
    void aContainerWhoseFileIsDamagedKeepsItsProcessItsLayerAndItsAddress() throws Exception {
        String id = engine.start("sleep 1000", TestEngine.BRIDGE);
        LiveRecord.Id process = engine.containers().run(id).orElseThrow();
        Path file = engine.places().containerFile(id);
        Path whole = engine.places().dataRoot().resolve("whole");
        engine.reopenAfter(() -> {
            Files.copy(file, whole);
            Files.writeString(file, "{\"id\": \"" + id + "\", \"hostConfig\": null");
        });
        assertThat(engine.containers().ids()).doesNotContain(id);
        assertThat(process.alive()).isTrue();
        assertThat(engine.layers().has(new LayerId(id))).isTrue();
        String other = engine.start("sleep 1000", TestEngine.BRIDGE);
        engine.reopenAfter(() -> Files.copy(whole, file));
        assertThat(state(id)).isEqualTo("running");
        assertThat(engine.containers().run(id)).contains(process);
        assertThat(engine.address(id)).isNotEqualTo(engine.address(other));
    }

    /** On a disk that fails: it answers EIO. */
    @Test
    void aContainerWhoseFileCannotBeReadAtOneStartIsThereAtTheNext() throws Exception {
        String id = engine.start("sleep 1000", "");
        LiveRecord.Id process = engine.containers().run(id).orElseThrow();
        Path file = engine.places().containerFile(id);
        Path away = file.resolveSibling("away");
        engine.reopenAfter(() -> {
            Files.move(file, away);
            Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
        });
        assertThat(engine.containers().ids()).doesNotContain(id);
        assertThat(process.alive()).isTrue();
        assertThat(engine.layers().has(new LayerId(id))).isTrue();
        assertThat(file).isSymbolicLink();
        engine.reopenAfter(() -> Files.move(away, file, StandardCopyOption.REPLACE_EXISTING));
        assertThat(engine.containers().run(id)).contains(process);
    }

    @Test
    void aFileThatLacksItsConfigurationIsDamaged() throws Exception {
        String id = engine.create("true", "");
        String sound = engine.create("true", "");
        Path file = engine.places().containerFile(id);
        engine.reopenAfter(() -> Files.writeString(
                file, Files.readString(file).replaceFirst("\"hostConfig\":\\{", "\"hostConfig\":null,\"x\":{")));
        assertThat(engine.containers().ids()).containsExactly(sound);
        assertThat(file.resolveSibling("container.json.damaged")).exists();
    }

    @Test
    void aDamagedSessionIsReplacedByItsCopy() throws Exception {
        String id = engine.start("sleep 1000", "");
        LiveRecord.Id process = engine.containers().run(id).orElseThrow();
        engine.reopenAfter(() -> empty(engine.places().process(id).resolve("session.json")));
        assertThat(state(id)).isEqualTo("running");
        assertThat(engine.containers().run(id)).contains(process);
    }

    @Test
    void anExecWhoseRecordIsDamagedStopsNoStart() throws Exception {
        String id = engine.start("sleep 1000", "");
        for (String content : new String[] {"", "{}"}) {
            var config = new ExecConfig(
                    List.of("sleep", "1000"),
                    List.of(),
                    "",
                    "",
                    false,
                    false,
                    false,
                    false,
                    false,
                    "",
                    Optional.empty());
            String exec = engine.execs().create(id, config);
            engine.execs().startDetached(exec, Optional.empty());
            Path record = engine.places().process(id).resolve("exec-" + exec).resolve("live.json");
            engine.reopenAfter(() -> Files.writeString(record, content));
            assertThat(record.resolveSibling("live.json.damaged")).hasContent(content);
            assertThat(state(id)).isEqualTo("running");
        }
    }

    @Test
    void anUnknownLogDriverCostsALogAndNotTheEngine() throws Exception {
        String id = engine.start("sleep 1000", "\"RestartPolicy\": {\"Name\": \"always\"}");
        Path file = engine.places().containerFile(id);
        engine.reopenAfter(() -> Files.writeString(file, Files.readString(file).replace("json-file", "nosuch")));
        assertThat(state(id)).isEqualTo("running");
        var end = engine.containers().await(id, "next-exit");
        engine.containers().kill(id, "KILL");
        assertThat(end.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
    }

    @Test
    void imagesOutliveTheirIndex() throws Exception {
        Path index = engine.places().content().resolve("index.json");
        int count = engine.images().count();
        engine.reopenAfter(() -> empty(index));
        assertThat(engine.images().get("busybox").layers()).isNotEmpty();
        String id = engine.images().get("busybox").id().toString();
        engine.reopenAfter(() -> {
            empty(index);
            empty(index.resolveSibling("index.json.copy"));
        });
        assertThat(engine.images().count()).isEqualTo(count);
        assertThat(engine.images().get(id).layers()).allMatch(engine.layers()::has);
    }

    @Test
    void nothingIsCollectedOnTheWordOfADamagedBlob() throws Exception {
        var image = engine.images().get("busybox");
        Path blob = engine.places()
                .content()
                .resolve("blobs/sha256/" + image.manifest().digest().hex());
        for (int start = 0; start < 2; start++) {
            byte[] whole = Files.exists(blob) ? Files.readAllBytes(blob) : new byte[0];
            engine.reopenAfter(() -> {
                if (whole.length > 0) {
                    empty(blob);
                }
            });
            assertThat(blob.resolveSibling(blob.getFileName() + ".damaged")).exists();
            assertThat(image.layers()).allMatch(engine.layers()::has);
        }
        assertThat(engine.images().list(Filters.NONE)).isNotEmpty();
    }

    @Test
    void whatALayerIsIsSaidAgain() throws Exception {
        String id = engine.create("exit 6", "");
        Path storage = engine.places().storage().resolve(engine.layers().driver());
        List<LayerId> image = engine.images().get("busybox").layers();
        engine.reopenAfter(() -> {
            empty(storage.resolve(id).resolve("layer"));
            empty(storage.resolve(image.getFirst().value()).resolve("layer"));
        });
        engine.containers().start(id);
        assertThat(engine.containers().await(id, "").get(20, TimeUnit.SECONDS).exitCode())
                .isEqualTo(6);
        assertThat(engine.layers().readOnly()).contains(image.getFirst());
    }

    @Test
    void networksAreMadeAgainUnderContainersThatRun() throws Exception {
        String id = engine.start("sleep 1000", TestEngine.BRIDGE);
        String address = engine.address(id);
        engine.reopenAfter(() -> {
            try (var files = Files.newDirectoryStream(engine.places().networks())) {
                for (Path file : files) {
                    empty(file);
                }
            }
        });
        assertThat(state(id)).isEqualTo("running");
        assertThat(engine.address(engine.start("sleep 1000", TestEngine.BRIDGE)))
                .isNotEqualTo(address);
        engine.containers().remove(id, true, false, false);
    }

    @Test
    void aRebootIsAnEndThatNobodySaw() throws Exception {
        String plain = engine.start("sleep 1000", "");
        String removed = engine.start("sleep 1000", "\"AutoRemove\": true");
        String again = engine.start("sleep 1000", "\"RestartPolicy\": {\"Name\": \"always\"}");
        var before = engine.state(plain).startedAt();
        engine.reopenAfter(this::reboot);
        var state = engine.state(plain);
        assertThat(state.status()).isEqualTo("exited");
        assertThat(state.exitCode()).isEqualTo(255);
        assertThat(state.startedAt()).isEqualTo(before);
        assertThat(state(again)).isEqualTo("running");
        for (int i = 0; i < 100 && engine.containers().ids().contains(removed); i++) {
            Thread.sleep(50);
        }
        assertThat(engine.containers().ids()).doesNotContain(removed);
    }

    /** All processes are gone, and with them the exec root, whose file system is memory. */
    private void reboot() throws Exception {
        try (var sessions = Files.newDirectoryStream(engine.places().processes())) {
            for (Path directory : sessions) {
                String id = directory.getFileName().toString();
                var live = Json.tree(Files.readAllBytes(directory.resolve("session.json")))
                        .path("live");
                for (String which : new String[] {"process", "supervisor"}) {
                    TestEngine.kill(live.path(which).path("pid").asInt());
                }
                engine.cgroups().planned("", id).delete();
            }
        }
        dev.sampan.engine.archive.Tree.remove(engine.places().execRoot());
    }

    @Test
    void anEndIsToldThoughItCannotBeWritten() throws Exception {
        String id = engine.start(
                "exec sleep 1000", "\"RestartPolicy\": {\"Name\": \"on-failure\", \"MaximumRetryCount\": 1}");
        Path place = engine.places().container(id);
        Path away = place.resolveSibling("away");
        var end = engine.containers().await(id, "not-running");
        Files.move(place, away); // as on a full disk: the file cannot be written
        try {
            engine.containers().kill(id, "KILL");
            assertThat(end.get(20, TimeUnit.SECONDS).exitCode()).isNotZero();
            assertThat(state(id)).isEqualTo("exited");
        } finally {
            Files.move(away, place);
        }
    }

    @Test
    void theExitRecordHasItsPlaceWhileTheContainerRuns() throws Exception {
        String id = engine.start("sleep 1000", "");
        assertThat(engine.places().process(id).resolve("exit")).isNotEmptyFile();
    }

    @Test
    void aCreationOrRemovalThatWasCutOffLeavesNoVolume() throws Exception {
        String cutCreate = engine.create("true", "\"Mounts\": [{\"Type\": \"volume\", \"Target\": \"/a\"}]");
        String cutRemove = engine.create("true", "\"Mounts\": [{\"Type\": \"volume\", \"Target\": \"/b\"}]");
        String cutPlainRemove = engine.create("true", "\"Mounts\": [{\"Type\": \"volume\", \"Target\": \"/c\"}]");
        engine.volumes().create("named", "", null, null);
        String kept = engine.containers()
                .inspect(cutPlainRemove, false)
                .file()
                .mounts()
                .getFirst()
                .name();
        engine.reopenAfter(() -> {
            Files.delete(engine.places().containerFile(cutCreate));
            rename(cutRemove, "removing-with-volumes.json");
            rename(cutPlainRemove, "removing.json");
            Files.createDirectories(engine.places().volume(".new").resolve("_data/half"));
            Files.createDirectories(engine.places().volume("older").resolve("_data"));
        });
        assertThat(engine.volumes().list(Filters.NONE))
                .extracting(volume -> volume.name())
                .containsExactlyInAnyOrder("named", kept);
        try (var left = Files.list(engine.places().volumes())) {
            assertThat(left).hasSize(2);
        }
        assertThat(engine.containers().list(ListQuery.ALL)).isEmpty();
    }

    @Test
    void aStartRemovesNothingThatNoEngineMade() throws Exception {
        var files = new ArrayList<Path>();
        engine.reopenAfter(() -> {
            for (Path place : List.of(
                    engine.places().volume("backup"),
                    engine.places().volume("lost+found").resolve("inode"),
                    engine.places().containers().resolve("backup"),
                    engine.places().storage().resolve("overlay2/lost+found"))) {
                files.add(Files.writeString(Files.createDirectories(place).resolve("file"), "precious"));
            }
        });
        assertThat(files).allSatisfy(file -> assertThat(file).hasContent("precious"));
        assertThat(engine.volumes().list(Filters.NONE)).isEmpty();
    }

    @Test
    void aDirectoryAmongUnfinishedBlobsStopsNoStart() throws Exception {
        engine.reopenAfter(
                () -> Files.createDirectories(engine.places().content().resolve("ingest/lost+found/inode")));
        assertThat(engine.containers().list(ListQuery.ALL)).isEmpty();
    }

    private void rename(String id, String name) throws IOException {
        Path file = engine.places().containerFile(id);
        Files.move(file, file.resolveSibling(name));
    }

    @Test
    void aVolumeKeepsItsFilesWithoutItsRecord() throws Exception {
        var volume = engine.volumes().create("data", "", null, null);
        Files.writeString(volume.mountpoint().resolve("file"), "here");
        engine.reopenAfter(() -> empty(engine.places().volume("data").resolve("volume.properties")));
        assertThat(engine.volumes().get("data").mountpoint().resolve("file")).hasContent("here");
    }
}
