package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.cgroup.Cgroups;
import dev.sampan.engine.cgroup.Resources;
import dev.sampan.engine.logging.LogReader;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.linux.syscall.Call;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.testkit.NeedsRoot;
import dev.sampan.testkit.Own;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the next engine finds, goes on with, and clears away: each part of a reconciliation by itself. checks/kill does all of it at once. */
@NeedsRoot
@Timeout(60)
class SurvivalTest {

    private static final String NOBODYS = "ab".repeat(32);

    @RegisterExtension
    static final TestEngine engine = new TestEngine("surv");

    private String log(String id) {
        var text = new StringBuilder();
        var all = new LogReader.Query(-1, Optional.empty(), Optional.empty(), false);
        try (var reader = engine.containers().output(id).log().apply(all)) {
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                text.append(new String(line.get().bytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    @Test
    void outputGoesOnIntoTheSameLog() throws Exception {
        String id = engine.start("echo before; sleep 1; echo after; exit 3", "");
        for (int i = 0; i < 100 && log(id).isEmpty(); i++) {
            Thread.sleep(10);
        }
        engine.reopen();
        var end = engine.containers().await(id, "").get(20, TimeUnit.SECONDS);
        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(log(id)).isEqualTo("before\nafter\n");
    }

    @Test
    void whatWasWrittenWhileNoEngineLivedIsInTheLog() throws Exception {
        String id = engine.start("echo before; sleep 0.5; echo meanwhile; exit 4", "");
        for (int i = 0; i < 100 && log(id).isEmpty(); i++) {
            Thread.sleep(10);
        }
        engine.reopenAfter(() -> Thread.sleep(1500));
        assertThat(engine.containers().await(id, "").get(20, TimeUnit.SECONDS).exitCode())
                .isEqualTo(4);
        assertThat(log(id)).isEqualTo("before\nmeanwhile\n");
    }

    @Test
    void oneWhoseSupervisorWasKilledGoesOnAndItsEndIsSeen() throws Exception {
        String id = engine.start("sleep 1000", "");
        var before = engine.state(id);
        long supervisor = supervisor(id).pid();
        engine.reopenAfter(() -> TestEngine.kill(supervisor));
        assertThat(engine.state(id)).isEqualTo(before);
        ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();
        assertThat(engine.containers().await(id, "").get(10, TimeUnit.SECONDS).exitCode())
                .isEqualTo(255);
        assertThat(engine.state(id).status()).isEqualTo("exited");
    }

    /** Its supervisor was there when the engine looked, and is not any more when it takes the descriptors. */
    @Test
    void oneThatEndsWhileItIsTakenUpStopsNoStart() throws Exception {
        String id = engine.start("exec sleep 1000", "");
        var live = engine.containers().run(id).orElseThrow();
        var supervisor = supervisor(id);
        engine.reopenAfter(() -> atDescriptors(() -> {
            if (live.alive()) {
                TestEngine.kill(live.pid());
                supervisor.onExit().join();
            }
        }));
        assertThat(engine.state(id).exitCode()).isEqualTo(137);
        assertThat(engine.state(id).status()).isEqualTo("exited");
    }

    /** For want of descriptors, say: that is no end. */
    @Test
    void oneThatCannotBeTakenUpIsLeftAloneUntilTheNextStart() throws Exception {
        String id = engine.create("exec sleep 1000", "");
        byte[] created = Files.readAllBytes(engine.places().containerFile(id));
        engine.containers().start(id);
        var state = engine.state(id);
        // A start is on disk a moment later: the engine may have died before.
        engine.reopenAfter(() -> {
            Files.write(engine.places().containerFile(id), created);
            atDescriptors(() -> {
                throw new ErrnoException("pidfd_getfd", "", Errno.EMFILE.number());
            });
        });
        assertThat(engine.containers().ids()).isEmpty();
        engine.reopenAfter(this::asUsual);
        assertThat(engine.state(id)).isEqualTo(state);
    }

    /** Before each descriptor that is taken of a process that was found. */
    private static void atDescriptors(Runnable action) {
        Call.before(name -> {
            if (name.equals("pidfd_getfd")) {
                action.run();
            }
        });
    }

    @AfterEach
    void asUsual() {
        Call.before(name -> {});
    }

    private static ProcessHandle supervisor(String id) throws IOException {
        var session = Files.readString(engine.places().process(id).resolve("session.json"));
        var supervisor = Pattern.compile("\"supervisor\":\\{\"pid\":([0-9]+)").matcher(session);
        assertThat(supervisor.find()).isTrue();
        return ProcessHandle.of(Long.parseLong(supervisor.group(1))).orElseThrow();
    }

    @Test
    void theAddressOfOneThatRunsIsNotGivenOutAgain() {
        String first = engine.start("sleep 1000", TestEngine.BRIDGE);
        String address = engine.address(first);
        engine.reopen();
        assertThat(engine.address(first)).isEqualTo(address);
        assertThat(engine.address(engine.start("sleep 1000", TestEngine.BRIDGE)))
                .isNotEqualTo(address);
    }

    /** As after a machine's crash, but with their exit records there. */
    @Test
    void containersThatEndedMeanwhileAreStartedAfterThoseThatTheyJoin() throws Exception {
        var pids = new ArrayList<Long>();
        var joined = new LinkedHashMap<String, String>();
        for (int i = 0; i < 4; i++) {
            String host = engine.create("sleep 1000", always("none"));
            String guest = engine.create("sleep 1000", always("container:" + host));
            joined.put(guest, host);
            for (String id : List.of(host, guest)) {
                engine.containers().start(id);
                pids.add((long) engine.state(id).pid());
            }
        }
        engine.reopenAfter(() -> pids.forEach(TestEngine::kill));
        for (var pair : joined.entrySet()) {
            assertThat(netns(pair.getKey())).isEqualTo(netns(pair.getValue()));
        }
    }

    private static String always(String network) {
        return "\"NetworkMode\": \"" + network + "\", \"RestartPolicy\": {\"Name\": \"always\"}";
    }

    private String netns(String id) throws IOException {
        var state = engine.state(id);
        assertThat(state.status()).isEqualTo("running");
        return Files.readSymbolicLink(Path.of("/proc", "" + state.pid(), "ns/net"))
                .toString();
    }

    /** Two engines with other roots and the same cgroup parent: only the process directory in its exec root makes a group its own. */
    @Test
    void groupsBelowTheSameParentThatAreNotItsOwnStay() throws IOException {
        String theirs = engine.cgroups().create(NOBODYS, Resources.NONE).path();
        try {
            engine.reopen();
            assertThat(engine.cgroups().find(theirs)).isPresent();
        } finally {
            engine.cgroups().planned("", NOBODYS).delete();
        }
    }

    /** As after a launch that was cut off before its session was written. */
    @Test
    void theGroupOfADeadContainerIsClearedBelowItsOwnParentToo() throws Exception {
        String parent = "/" + Own.name("own");
        String id = engine.start("sleep 1000", "\"CgroupParent\": \"" + parent + "\"");
        int pid = engine.state(id).pid();
        engine.reopenAfter(() -> {
            TestEngine.kill(pid);
            Files.delete(engine.places().process(id).resolve("session.json"));
            Files.delete(engine.places().process(id).resolve("session.json.copy"));
        });
        assertThat(engine.cgroups().find(parent + "/" + id)).isEmpty();
        Cgroups.open(parent, engine.places().madeParents()).removeParent();
    }

    @Test
    void whatNoContainerOwnsIsCleared() throws IOException {
        String kept = engine.start("sleep 1000", "");
        String begun = engine.create("true", "");
        var process = Files.createDirectories(engine.places().process(NOBODYS));
        var folder = Files.createDirectories(engine.places().container(NOBODYS));
        String group = engine.cgroups().create(NOBODYS, Resources.NONE).path();
        // A create that was cut off before its last step, the container's file.
        Files.delete(engine.places().containerFile(begun));
        assertThat(engine.layers().writable()).contains(new LayerId(begun));
        engine.reopen();
        assertThat(process).doesNotExist();
        assertThat(folder).doesNotExist();
        assertThat(engine.cgroups().find(group)).isEmpty();
        assertThat(engine.places().container(begun)).doesNotExist();
        assertThat(engine.layers().writable()).containsExactly(new LayerId(kept));
        assertThat(engine.places().process(kept)).exists();
        assertThat(engine.state(kept).status()).isEqualTo("running");
    }

    @Test
    void aChosenMacAddressHoldsForEachRunAndOverTheNextEngine() {
        String id = engine.create("""
                {"Image": "busybox", "Cmd": ["sleep", "1000"], "HostConfig": {"NetworkMode": "bridge"},
                 "NetworkingConfig": {"EndpointsConfig": {"bridge": {"MacAddress": "02:42:ac:11:00:99"}}}}""");
        for (int run = 0; run < 2; run++) {
            engine.containers().start(id);
            assertThat(mac(id)).as("run " + run).isEqualTo("02:42:ac:11:00:99");
            engine.containers().kill(id, "");
            engine.reopen();
        }
    }

    private String mac(String id) {
        return engine.containers()
                .inspect(id, false)
                .file()
                .endpoints()
                .get("bridge")
                .mac();
    }
}
