package dev.sampan.engine.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.oci.LinuxResources;
import dev.sampan.engine.oci.LinuxResources.DeviceRule;
import dev.sampan.linux.cgroup.Hierarchies;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.trace.Traced;
import dev.sampan.linux.trace.Tracer;
import dev.sampan.testkit.NeedsRoot;
import dev.sampan.testkit.Own;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsRoot
class CgroupTest {

    /** On a hybrid host v2 is there without controllers: its core (processes, freezing, killing, devices) is tested too. */
    enum Version {
        HOST,
        UNIFIED
    }

    private final String parent = "/" + Own.name("group");
    private final Hierarchies host = Hierarchies.ofThisHost();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path directory;

    private Cgroups cgroups(Version version) {
        Path memory = directory.resolve(version.name());
        return Cgroups.open(parent, memory, version == Version.HOST ? host : new Hierarchies(List.of(), host.v2()));
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        for (var p : started) {
            p.destroyForcibly().waitFor();
        }
        for (var v : Version.values()) {
            for (var name : List.of("c1", "c2", "kept")) {
                cgroups(v).planned("", name).delete();
            }
            cgroups(v).removeParent();
        }
    }

    /** A shell that joins as a launch plan does, then runs the script. */
    private Process shell(Cgroup group, String script) throws IOException {
        var join =
                switch (group.join()) {
                    case Join.Tasks t -> "for f in " + String.join(" ", t.files()) + "; do echo 0 > $f; done; ";
                    case Join.Directory d -> "echo 0 > " + d.path() + "/cgroup.procs; ";
                };
        var p = new ProcessBuilder("sh", "-c", join + "echo in; " + script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(p);
        assertThat(p.inputReader().readLine()).isEqualTo("in");
        return p;
    }

    private static Resources devices(DeviceRule... rules) {
        return Resources.of(new LinuxResources(List.of(rules), null, null, null));
    }

    @ParameterizedTest
    @EnumSource
    void aJoinedProcessIsCountedFrozenAndKilledWithItsChildren(Version version) throws Exception {
        var group = cgroups(version).create("c1", Resources.NONE);
        var p = shell(group, "sleep 1000 & sleep 1000 & echo forked; wait");
        assertThat(p.inputReader().readLine()).isEqualTo("forked");
        assertThat(Files.readString(Path.of("/proc/" + p.pid() + "/cgroup"))).contains(group.path());
        group.freeze();
        assertThat(group.frozen()).isTrue();
        assertThat(group.pids()).hasSize(3).contains((int) p.pid());
        group.thaw();
        assertThat(group.frozen()).isFalse();
        group.freeze();
        group.kill();
        assertThat(p.waitFor(5, TimeUnit.SECONDS)).isTrue();
        group.delete();
        assertThat(cgroups(version).find(group.path())).isEmpty();
        assertThat(group.pids()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void deleteKillsWhatIsLeft(Version version) throws Exception {
        var group = cgroups(version).create("c1", Resources.NONE);
        var p = shell(group, "trap '' TERM; while :; do sleep 0.01; done");
        group.delete();
        assertThat(p.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(cgroups(version).find(group.path())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneOfTheSameNameWithProcessesIsSomebodyElses(Version version) throws Exception {
        var theirs = cgroups(version).create("c1", Resources.NONE);
        var p = shell(theirs, "sleep 1000");
        assertThatThrownBy(() -> cgroups(version).create("c1", Resources.NONE))
                .isInstanceOf(Conflict.class)
                .hasMessageStartingWith("cgroup " + theirs.path()
                        + " is there already, with processes that this engine did not start: " + p.pid());
        assertThat(p.isAlive()).isTrue();
        assertThat(theirs.pids()).contains((int) p.pid());
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyOneOfTheSameNameIsMadeAgain(Version version) {
        cgroups(version).create("c1", Resources.NONE);
        assertThat(cgroups(version).create("c1", Resources.NONE).pids()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void onlyAllowedDevicesOpen(Version version) throws Exception {
        var group = cgroups(version)
                .create(
                        "c1",
                        devices(
                                new DeviceRule(false, "a", null, null, "rwm"),
                                new DeviceRule(true, "c", null, null, "m"),
                                new DeviceRule(true, "c", 1L, 3L, "rwm"),
                                new DeviceRule(true, "c", 1L, 5L, "r"),
                                new DeviceRule(false, "c", 10L, 229L, "rwm")));
        var p = shell(group, """
                exec 2>/dev/null
                (: < /dev/null) && echo null
                (: < /dev/zero) && echo zero-read
                (: <> /dev/zero) || echo zero-write-refused
                (: < /dev/full) || echo full-refused
                """);
        assertThat(p.inputReader().readAllLines())
                .containsExactly("null", "zero-read", "zero-write-refused", "full-refused");
    }

    @Test
    void limitsAreInTheKernelsFiles() {
        var group = cgroups(Version.HOST)
                .create(
                        "c1",
                        Resources.of(new LinuxResources(
                                List.of(),
                                new LinuxResources.Memory(64L << 20, 32L << 20, 128L << 20, null, null, null),
                                new LinuxResources.Cpu(512L, 25_000L, 50_000L, null, null, "0", "0"),
                                new LinuxResources.Pids(42))));
        assertThat(group.statistics().memoryLimitBytes()).isEqualTo(64L << 20);
        assertThat(group.statistics().pidsLimit()).isEqualTo(42);
        var smaller = new LinuxResources.Memory(32L << 20, null, 32L << 20, null, null, null);
        group.update(Resources.of(new LinuxResources(List.of(), smaller, null, null)));
        assertThat(group.statistics().memoryLimitBytes()).isEqualTo(32L << 20);
        var larger = new LinuxResources.Memory(256L << 20, null, 512L << 20, null, null, null);
        group.update(Resources.of(new LinuxResources(List.of(), larger, null, null)));
        assertThat(group.statistics().memoryLimitBytes()).isEqualTo(256L << 20);
        var unlimited = new LinuxResources.Memory(-1L, null, -1L, null, null, null);
        group.update(Resources.of(new LinuxResources(List.of(), unlimited, null, null)));
        assertThat(group.statistics().memoryLimitBytes()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aRefusedLimitLeavesNothingBehind() {
        var cgroups = cgroups(Version.HOST);
        var bad = new LinuxResources.Cpu(null, null, null, null, null, "4000", "");
        assertThatThrownBy(() -> cgroups.create("c1", Resources.of(new LinuxResources(List.of(), null, bad, null))))
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("cpuset.cpus");
        assertThat(cgroups.find(parent + "/c1")).isEmpty();
    }

    @Test
    void aProcessKilledForMemoryIsCounted() throws Exception {
        var limit = new LinuxResources.Memory(16L << 20, null, 16L << 20, null, null, null);
        var group = cgroups(Version.HOST).create("c1", Resources.of(new LinuxResources(List.of(), limit, null, null)));
        var p = shell(group, "x=$(head -c 60000000 /dev/zero | tr '\\0' x); echo survived");
        assertThat(p.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(group.oomKills()).isPositive();
    }

    @Test
    void everyWriteIsTold() {
        var seen = new ArrayList<String>();
        Tracer.during(
                t -> {
                    if (t.kind() == Traced.Kind.CGROUP) {
                        seen.add(t.text());
                    }
                },
                () -> cgroups(Version.HOST)
                        .create(
                                "c1",
                                Resources.of(new LinuxResources(List.of(), null, null, new LinuxResources.Pids(7)))));
        String pids = host.unified() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/pids";
        assertThat(seen).contains("mkdir " + pids + parent + "/c1");
        assertThat(seen).contains("echo '7' > " + pids + parent + "/c1/pids.max");
    }

    private List<Path> places(Version version, String path) {
        return version == Version.UNIFIED || host.unified()
                ? List.of(Path.of(host.v2().orElseThrow().directory(path).path()))
                : host.v1().stream().map(h -> Path.of(h.directory(path).path())).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aParentForOneContainerGoesWithTheLastGroupBelowIt(Version version) {
        cgroups(version).create(parent + "/own/deep", "c1", Resources.NONE);
        cgroups(version).create(parent + "/own", "c2", Resources.NONE);
        cgroups(version).planned(parent + "/own/deep", "c1").delete();
        assertThat(places(version, parent + "/own/deep"))
                .allSatisfy(place -> assertThat(place).doesNotExist());
        assertThat(places(version, parent + "/own"))
                .allSatisfy(place -> assertThat(place).exists());
        cgroups(version).planned(parent + "/own", "c2").delete();
        assertThat(places(version, parent + "/own"))
                .allSatisfy(place -> assertThat(place).doesNotExist());
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void aParentThatSomebodyElseMadeStays(Version version) throws IOException {
        cgroups(version).create("kept", Resources.NONE);
        for (Path place : places(version, parent + "/theirs")) {
            Files.createDirectory(place);
        }
        cgroups(version).create(parent + "/theirs", "c1", Resources.NONE).delete();
        for (Path place : places(version, parent + "/theirs")) {
            Files.delete(place);
        }
    }

    @Test
    void oneThatIsLeftInOneHierarchyAloneIsMadeInAll() throws IOException {
        cgroups(Version.HOST).create("kept", Resources.NONE);
        Files.createDirectory(places(Version.HOST, parent + "/c1").getLast());
        cgroups(Version.HOST).create("c1", Resources.NONE);
        assertThat(places(Version.HOST, parent + "/c1"))
                .allSatisfy(place -> assertThat(place).exists());
    }

    /** Of a container's {@code --cgroup-parent}. */
    @Test
    void anotherParentStaysInTheHierarchy() {
        assertThat(new GroupNames("/sampan").of("../../../etc", "c")).isEqualTo("/etc/c");
        assertThat(new GroupNames("/sampan").of("sub", "c")).isEqualTo("/sub/c");
        assertThat(new GroupNames("/sampan").of("/", "c")).isEqualTo("/c");
        assertThatThrownBy(() -> new GroupNames("/sampan").of("", "..")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makingAndRemovingIsWithinItsBudget() {
        var cgroups = cgroups(Version.HOST);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long began = System.nanoTime();
            cgroups.create("c" + i, Resources.NONE).delete();
            best = Math.min(best, System.nanoTime() - began);
        }
        System.out.println("create and delete a cgroup: " + best / 1000 + " us");
        assertThat(best).isLessThan(3_000_000);
    }
}
