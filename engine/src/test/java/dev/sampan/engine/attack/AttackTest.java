package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.linux.syscall.MemoryFiles;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images and containers that try to get out. Each test names the invariant of DESIGN section 6 and the CVE that it is made after. */
@NeedsRoot
@Timeout(120)
class AttackTest {

    @TempDir
    Path directory;

    private Victim victim;
    private String hostBefore;

    @BeforeAll
    static void warm(@TempDir Path other) throws Exception {
        try (var v = new Victim(other)) {
            v.image(Victim.tar());
            v.run("echo warm");
        }
    }

    @BeforeEach
    void open() throws IOException {
        victim = new Victim(directory);
        hostBefore = victim.hostFiles();
    }

    @AfterEach
    void theHostIsAsItWas() throws IOException {
        victim.close();
        assertThat(victim.hostFiles()).isEqualTo(hostBefore);
    }

    private static String binds(String... binds) {
        return ", \"Binds\": ["
                + String.join(
                        ", ", java.util.Arrays.stream(binds).map(Victim::quoted).toList()) + "]";
    }

    // -- invariant 1: paths are resolved under the container's root ---------------------------------------------------

    /** The same path exists in the image: there, and not on the host, the mounts have to appear. */
    @ParameterizedTest
    @ValueSource(strings = {"/../../../../../../../..", "../../../../../../../../..", ""})
    void invariant1_cve_2021_30465_targetsOfMountsStayInside(String up) throws IOException {
        var share = Files.createDirectories(directory.resolve("share"));
        Files.writeString(share.resolve("shared"), "yes\n");
        var inImage = victim.host.toString().substring(1);
        victim.image(Victim.tar()
                .directory(inImage + "/", 0755, 0, 0)
                .file(inImage + "/secret", "the image's own\n")
                .symlink("data", up + victim.host)
                .directory("a/", 0755, 0, 0)
                .symlink("a/b", up + victim.host)
                .symlink("file", up + victim.host + "/secret"));
        var outcome = victim.run(
                "cat /a/b/new/shared /file; ls /data; echo x > /a/b/tmpfs/x",
                "",
                binds(share + ":/a/b/new", share + "/shared:/file") + ", \"Tmpfs\": {\"/a/b/tmpfs\": \"\"}");
        assertThat(outcome.out()).isEqualTo("yes\nyes\nnew\nsecret\ntmpfs\n");
    }

    /** A link to what only the host has: refused, or made inside. */
    @ParameterizedTest
    @ValueSource(strings = {"/../../../../../../../..", "../../../../../../../../..", ""})
    void invariant1_cve_2021_30465_aTargetThatOnlyTheHostHas(String up) throws IOException {
        var share = Files.createDirectories(directory.resolve("share"));
        victim.image(Victim.tar().symlink("data", up + victim.host));
        for (var how :
                List.of(binds(share + ":/data"), binds(share + ":/data/new"), ", \"Tmpfs\": {\"/data/new\": \"\"}")) {
            assertThat(victim.run("cat /data/secret; ls /data", "", how).out()).doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../../../../../../..", "/../../../../../../../.."})
    void invariant1_cve_2018_15664_filesThatTheEngineReadsAreTheContainersOwn(String up) throws IOException {
        victim.image(Victim.tar().directory("etc/", 0755, 0, 0).symlink("etc/passwd", up + victim.host + "/passwd"));
        assertThat(victim.run("id", ", \"User\": \"fromhost\"", "").failure())
                .contains("unable to find user fromhost: no matching entries in passwd file");
    }

    @ParameterizedTest
    @CsvSource({"etc,/", "etc,HOST", "etc/hosts,HOST/secret", "etc/resolv.conf,HOST/secret", "dev,HOST", "tmp/w,HOST"})
    void invariant1_cve_2025_47290_whatSetUpWritesIsWrittenInside(String link, String target) throws IOException {
        var tar = Victim.tar();
        if (link.contains("/")) {
            tar.directory(link.substring(0, link.indexOf('/') + 1), 0755, 0, 0);
        }
        victim.image(tar.symlink(link, "/../../../.." + target.replace("HOST", victim.host.toString())));
        var outcome = victim.run("echo ran; cat /etc/hosts", ", \"WorkingDir\": \"/tmp/w/made\"", "");
        assertThat(outcome.out()).doesNotContain(Victim.SECRET);
        assertThat(outcome.out() + outcome.failure()).isNotEmpty();
    }

    /** The attacker exchanges a directory for a link, again and again, in a volume that another container mounts below. */
    @Test
    void invariant1_cve_2021_30465_aLinkThatComesAndGoesLeadsNowhereElse() throws Exception {
        var volume = Files.createDirectories(directory.resolve("volume"));
        var inner = Files.createDirectories(directory.resolve("inner"));
        Files.createDirectories(volume.resolve("target"));
        victim.image(Victim.tar().directory("vol/", 0755, 0, 0));
        var going = new AtomicBoolean(true);
        var attacker = Thread.ofPlatform().start(() -> exchange(volume, victim.host, going));
        var mounts = new ArrayList<String>();
        try {
            for (int i = 0; i < 40; i++) {
                var outcome = victim.run(
                        "grep -c ' " + victim.host + "' /proc/self/mountinfo; ls /vol/target",
                        "",
                        binds(volume + ":/vol", inner + ":/vol/target/mounted"));
                mounts.add(outcome.out() + outcome.failure());
                assertThat(outcome.out()).doesNotContain(Victim.SECRET).doesNotContain("secret");
            }
        } finally {
            going.set(false);
            attacker.join();
        }
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(victim.host.toString());
        assertThat(mounts).isNotEmpty();
    }

    private static void exchange(Path volume, Path host, AtomicBoolean going) {
        var link = volume.resolve("link");
        var away = volume.resolve("away");
        var target = volume.resolve("target");
        while (going.get()) {
            try {
                Files.createSymbolicLink(link, Path.of("/../../../../../../../.." + host));
                Files.move(target, away, StandardCopyOption.ATOMIC_MOVE);
                Files.move(link, target, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(target);
                Files.move(away, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException lostARound) {
                // The engine made the missing directory meanwhile: clear the place and go on.
                try {
                    Files.deleteIfExists(link);
                    Files.deleteIfExists(target.resolve("mounted"));
                    Files.deleteIfExists(target);
                    Files.createDirectories(away.resolve("mounted"));
                    Files.move(away, target, StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException again) {
                    // The next round tries again.
                }
            }
        }
    }

    // -- invariant 2: nothing of a container is loaded or run on the host's behalf
    // --------------------------------------

    @Test
    void invariant2_cve_2019_14271_neitherDaemonNorSupervisorLoadsTheContainersFiles() throws Exception {
        var so = "not a library, but who opens it has lost";
        victim.image(Victim.tar()
                .file("etc/passwd", "app:x:1000:1000::/:/bin/sh\n")
                .file("etc/ld.so.preload", "/evil.so\n")
                .file("evil.so", so)
                .file("etc/nsswitch.conf", "passwd: evil\n")
                .file("lib/x86_64-linux-gnu/libnss_evil.so.2", so)
                .file("lib/x86_64-linux-gnu/libnss_files.so.2", so)
                .file("usr/lib/locale/locale-archive", so));
        var outcome = victim.run("sleep 1; echo done", ", \"User\": \"app\"", "");
        assertThat(outcome.out()).contains("done");
        assertThat(strangers("self")).isEmpty();
    }

    @Test
    void invariant2_cve_2026_41567_theSupervisorIsASealedProgramWithoutLibraries() throws Exception {
        victim.image(Victim.tar());
        var seen = new ArrayList<List<String>>();
        var run = Thread.ofPlatform().start(() -> victim.run("sleep 2"));
        for (int i = 0; i < 100 && seen.isEmpty(); i++) {
            Thread.sleep(20);
            for (var child : ProcessHandle.current().children().toList()) {
                var name = Files.readString(Path.of("/proc/" + child.pid() + "/comm"));
                if (name.startsWith("sampan-")) {
                    seen.add(mappedFiles(Long.toString(child.pid())));
                    assertThat(Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/exe"))
                                    .toString())
                            .startsWith("/memfd:");
                    try (var exe = dev.sampan.linux.syscall.Files.open("/proc/" + child.pid() + "/exe", 0)) {
                        assertThat(MemoryFiles.seals(exe.number()) & MemoryFiles.F_SEAL_WRITE)
                                .as("sealed against writing (CVE-2019-5736)")
                                .isNotZero();
                    }
                    assertThat(Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/root"))
                                    .toString())
                            .isEqualTo("/");
                }
            }
        }
        run.join();
        assertThat(seen).isNotEmpty();
        assertThat(seen.getFirst()).allMatch(f -> f.startsWith("/memfd:"));
    }

    private static List<String> mappedFiles(String pid) throws IOException {
        return mapped(pid).map(Mapped::path).distinct().toList();
    }

    private record Mapped(String path, String inode) {}

    private static Stream<Mapped> mapped(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/maps")).stream()
                .map(l -> l.split("\\s+", 6))
                .filter(f -> f.length == 6 && f[5].startsWith("/"))
                .map(f -> new Mapped(f[5], f[4]));
    }

    /**
     * Mapped files of the engine's storage, and those that are not what the host has under that name: a container's files are shown with
     * the paths they have there.
     */
    private List<String> strangers(String pid) throws IOException {
        return mapped(pid)
                .filter(m -> !m.path().endsWith(" (deleted)"))
                .filter(m ->
                        m.path().startsWith(directory.toString()) || !m.inode().equals(inode(m.path())))
                .map(Mapped::path)
                .distinct()
                .toList();
    }

    private static String inode(String path) {
        try {
            return Files.getAttribute(Path.of(path), "unix:ino").toString();
        } catch (IOException absent) {
            return "none";
        }
    }

    // -- invariant 3: what set-up binds is what it takes it for
    // --------------------------------------------------------

    /** The masks' source was the container's own /dev/null, which could be a link to anything. */
    @Test
    void invariant3_cve_2025_31133_masksAreMadeOfTheHostsNullDevice() throws IOException {
        var dev = Files.createDirectories(directory.resolve("dev"));
        Files.createSymbolicLink(dev.resolve("null"), Path.of("/proc/sysrq-trigger"));
        victim.image(Victim.tar());
        // With a standard input of its own, so that it is not refused for having a false one.
        var outcome = victim.run(
                "cat /proc/interrupts | wc -c; stat -c %t:%T /proc/interrupts",
                ", \"OpenStdin\": true", binds(dev + ":/dev"));
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out()).isEqualTo("0\n1:3\n");
    }

    @Test
    void invariant3_cve_2025_31133_standardInputIsTheNullDevice() throws IOException {
        var dev = Files.createDirectories(directory.resolve("dev"));
        Files.writeString(dev.resolve("null"), "a file that poses as the null device");
        victim.image(Victim.tar());
        assertThat(victim.run("cat", "", binds(dev + ":/dev")).failure()).contains("ESTALE");
    }

    @Test
    void invariant3_cve_2025_52565_theConsoleIsATerminalOfTheContainersOwn() throws IOException {
        victim.image(Victim.tar()
                .directory("dev/", 0755, 0, 0)
                .symlink("dev/console", "/../../../../../../../.." + victim.host + "/secret")
                .directory("dev/pts/", 0755, 0, 0)
                .symlink("dev/pts/0", "/proc/sysrq-trigger"));
        var outcome = victim.run("stat -c '%F %t' /dev/console; ls -l /dev/pts", ", \"Tty\": true", "");
        assertThat(outcome.out()).contains("character special file 88");
    }

    /** A /proc that is not one would take what set-up writes into it, or show another's. */
    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/sys", "/proc/self/attr", "/proc/sysrq-trigger", "/link/sys"})
    void invariant3_cve_2025_52881_nothingIsMountedOverProc(String place) throws IOException {
        var fake = Files.createDirectories(directory.resolve("fake"));
        Files.createDirectories(fake.resolve("kernel"));
        Files.writeString(fake.resolve("kernel/domainname"), "");
        victim.image(Victim.tar().directory("proc/", 0755, 0, 0).symlink("link", "/proc"));
        var source = place.equals("/proc/sysrq-trigger") ? fake.resolve("kernel/domainname") : fake;
        for (var how : List.of(binds(source + ":" + place), ", \"Tmpfs\": {" + Victim.quoted(place) + ": \"\"}")) {
            var outcome = victim.run("echo ran", "", how);
            assertThat(outcome.out()).doesNotContain("ran");
            assertThat(outcome.failure()).contains("proc");
        }
    }

    /** A link there could be led elsewhere between the mount and its masks, by another container that shares a volume. */
    @ParameterizedTest
    @ValueSource(strings = {"proc", "sys"})
    void invariant3_cve_2019_19921_procAndSysAreNotLinks(String name) throws IOException {
        victim.image(Victim.tar().directory("elsewhere/", 0755, 0, 0).symlink(name, "/elsewhere"));
        var outcome = victim.run("echo ran");
        assertThat(outcome.out()).doesNotContain("ran");
        assertThat(outcome.failure()).contains(name);
    }

    // -- invariant 4: no descriptor of the host, no directory outside
    // --------------------------------------------------

    @Test
    void invariant4_cve_2024_21626_noDescriptorSurvives() throws IOException {
        victim.image(Victim.tar());
        for (var init : List.of("", ", \"Init\": true")) {
            var outcome = victim.run("for f in /proc/self/fd/*; do readlink $f; done", "", init);
            assertThat(outcome.out().lines().filter(l -> !l.startsWith("pipe:")))
                    .allMatch(l -> l.equals("/dev/null") || l.startsWith("/proc/"));
        }
    }

    @Test
    void invariant4_cve_2024_21626_theWorkingDirectoryIsInside() throws IOException {
        victim.image(Victim.tar());
        for (int fd = 3; fd < 24; fd++) {
            for (var path : List.of("/proc/self/fd/" + fd, "/proc/self/fd/" + fd + "/../../..", "/proc/1/cwd")) {
                var outcome = victim.run(
                        "ls -ld ../../../../../../../../.." + victim.host + " 2>/dev/null && echo escaped",
                        ", \"WorkingDir\": \"" + path + "\"",
                        "");
                assertThat(outcome.out()).doesNotContain("escaped");
            }
        }
    }

    @Test
    void invariant4_cve_2024_21626_linksToDescriptorsInTheImageLeadNowhere() throws IOException {
        var tar = Victim.tar();
        for (int fd = 3; fd < 24; fd++) {
            tar.symlink("w" + fd, "/proc/self/fd/" + fd);
        }
        victim.image(tar);
        for (int fd = 3; fd < 24; fd++) {
            var outcome = victim.run(
                    "ls -ld ../../../../../../../../.." + victim.host + " 2>/dev/null && echo escaped",
                    ", \"WorkingDir\": \"/w" + fd + "\"",
                    "");
            assertThat(outcome.out()).doesNotContain("escaped");
        }
    }

    // -- invariant 5: nothing is inheritable --------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "1000,false", "1000,true"})
    void invariant5_cve_2022_24769_inheritableIsEmpty(String user, boolean privileged) throws IOException {
        victim.image(Victim.tar());
        var outcome = victim.run(
                "grep -E 'Cap(Inh|Amb)' /proc/self/status",
                ", \"User\": \"" + user + "\"",
                privileged ? ", \"Privileged\": true" : ", \"CapAdd\": [\"SYS_ADMIN\", \"NET_ADMIN\"]");
        assertThat(outcome.out()).isEqualTo("CapInh:\t0000000000000000\nCapAmb:\t0000000000000000\n");
    }

    // -- invariant 7: an image's files do not make a root
    // ---------------------------------------------------------------

    @Test
    void invariant7_cve_2024_40635_anImagesUserDoesNotWrapToRoot() throws IOException {
        victim.image(Victim.tar().file("etc/passwd", "app:x:4294967296:4294967296::/:/bin/sh\n"));
        var outcome = victim.run("id -u", ", \"User\": \"app\"", "");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.failure()).contains("uids and gids must be in range 0-2147483647");
    }

    // -- invariant 10: archives stay in their directory ---------------------------------------------------------------

    /** What an entry is named, what it is, and where a link leads; HOST is the host's directory. */
    @ParameterizedTest
    @CsvSource({
        "../../../../../../../../../../HOST/evil, file",
        "/../../../../../../../../../../HOST/evil, file",
        "bin/../../../../../../../../../../../HOST/evil, file",
        "link/evil, file below a link",
        "link/deep/evil, file below a link",
        "link/secret, file below a link",
        "link/secret, hard link onto a link",
        "link/.wh.secret, file below a link",
        "link/.wh..wh..opq, file below a link",
        "../../../../../../../../../../HOST/.wh.secret, file",
        "hard, hard link to the host",
        ".wh.../../../../../../../HOST/secret, file"
    })
    void invariant10_entriesOfAnImportStayInTheirDirectory(String name, String kind) throws IOException {
        var host = victim.host.toString().substring(1);
        var entry = name.replace("HOST", host);
        var tar = Victim.tar().symlink("link", "/../../../../../../../../" + host);
        switch (kind) {
            case "hard link to the host" -> tar.hardLink(entry, "../../../../../../../../../../" + host + "/secret");
            case "hard link onto a link" -> tar.hardLink("bin/copy", entry);
            default -> tar.file(entry, "evil");
        }
        try {
            victim.image(tar);
            var outcome = victim.run("cat /hard /bin/copy /link/secret 2>/dev/null; echo ran");
            assertThat(outcome.out()).doesNotContain(Victim.SECRET);
        } catch (EngineException refused) {
            assertThat(victim.engine.images().count()).isZero();
        }
    }

    /** Nodes are kept, as Docker does; what they reach is decided by the device group. */
    @Test
    void invariant10_deviceNodesOfAnImageDoNotOpen() throws IOException {
        victim.image(
                Victim.tar().device("mem", '3', 1, 1).device("kmsg", '3', 1, 11).device("disk", '4', 254, 0));
        var outcome =
                victim.run("for f in /mem /kmsg /disk; do [ -e $f ] && head -c1 $f >/dev/null 2>&1 && echo open; done"
                        + "; echo end");
        assertThat(outcome.out()).isEqualTo("end\n");
    }

    /** A docker-archive whose parts are links to the host's files, or lie outside. */
    @ParameterizedTest
    @ValueSource(strings = {"link", "dots", "absolute", "config"})
    void invariant10_cve_2025_47290_loadReadsOnlyWhatIsInTheArchive(String how) throws IOException {
        var secret = victim.host.resolve("secret").toString();
        var named =
                switch (how) {
                    case "dots" -> "../../../../../../../.." + secret;
                    case "absolute" -> secret;
                    default -> "layer.tar";
                };
        var archive = new TarBuilder();
        if (how.equals("config")) {
            archive.symlink("config.json", secret);
        } else {
            archive.file(
                    "config.json",
                    "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                            + "0".repeat(64) + "\"]}}");
        }
        archive.symlink("layer.tar", secret)
                .file(
                        "manifest.json",
                        "[{\"Config\":\"config.json\",\"RepoTags\":[\"evil:1\"],\"Layers\":[" + Victim.quoted(named)
                                + "]}]");
        try {
            victim.engine.images().load(archive.stream(), List.of());
        } catch (EngineException refused) {
            assertThat(refused.getMessage()).doesNotContain(Victim.SECRET);
        }
        assertThat(victim.engine.images().count()).isZero();
    }

    // -- invariant 11: the host's kernel stays unreachable
    // ---------------------------------------------------------------

    private static final String KERNEL = """
            ok() { echo "BROKEN: $*"; }
            for f in $(ls -d /sys/fs/cgroup/*/release_agent /sys/fs/cgroup/release_agent 2>/dev/null); do
              (echo /x > $f) 2>/dev/null && ok release_agent; done
            for d in /sys/fs/cgroup/*; do (mkdir $d/x) 2>/dev/null && ok "mkdir $d"
              (echo 1 > $d/notify_on_release) 2>/dev/null && ok "notify $d"; done
            mkdir -p /tmp/m
            for c in memory pids cpu rdma none,name=x; do mount -t cgroup -o $c c /tmp/m 2>/dev/null && ok "mount cgroup $c"; done
            mount -t cgroup2 c /tmp/m 2>/dev/null && ok "mount cgroup2"
            unshare -Urm /bin/busybox true 2>/dev/null && ok "user namespace"
            unshare -m /bin/busybox true 2>/dev/null && ok "mount namespace"
            (echo h > /proc/sysrq-trigger) 2>/dev/null && ok sysrq
            (echo x > /proc/sys/kernel/core_pattern) 2>/dev/null && ok core_pattern
            (echo x > /proc/sys/kernel/modprobe) 2>/dev/null && ok modprobe
            (echo x > /sys/kernel/uevent_helper) 2>/dev/null && ok uevent_helper
            (echo 0 > /proc/irq/default_smp_affinity) 2>/dev/null && ok irq
            for f in /proc/kcore /proc/keys /proc/timer_list /proc/interrupts; do [ -e $f ] && [ $(head -c1 $f 2>/dev/null | wc -c) != 0 ] && ok "read $f"; done
            [ -d /sys/firmware ] && [ $(ls /sys/firmware | wc -l) != 0 ] && ok firmware
            mknod /tmp/mem c 1 1 2>/dev/null && (head -c1 /tmp/mem) >/dev/null 2>&1 && ok mem
            mknod /tmp/kmsg c 1 11 2>/dev/null && (head -c1 /tmp/kmsg) >/dev/null 2>&1 && ok kmsg
            for n in 8:0 254:0 253:0 259:0 7:0; do mknod /tmp/b$n b ${n%:*} ${n#*:} 2>/dev/null
              (head -c1 /tmp/b$n) >/dev/null 2>&1 && ok "disk $n"; done
            mount -o remount,rw /sys 2>/dev/null && ok "remount sys"
            mount -o remount,rw /proc/sys 2>/dev/null && ok "remount proc/sys"
            umount /proc/kcore 2>/dev/null && ok "umount mask"
            echo end
            """;

    @ParameterizedTest
    @CsvSource({"0,''", "1000,''", "0,writable-cgroups=true", "0,no-new-privileges"})
    void invariant11_cve_2022_0492_theKernelsLeversAreOutOfReach(String user, String option) throws IOException {
        victim.image(Victim.tar().directory("tmp/", 01777, 0, 0));
        var outcome = victim.run(
                KERNEL,
                ", \"User\": \"" + user + "\"",
                option.isEmpty() ? "" : ", \"SecurityOpt\": [\"" + option + "\"]");
        var expected = option.startsWith("writable")
                ? outcome.out()
                        .lines()
                        .filter(l -> l.contains("BROKEN") && !l.contains("mkdir") && !l.contains("notify"))
                : outcome.out().lines().filter(l -> l.contains("BROKEN"));
        assertThat(expected).isEmpty();
        assertThat(outcome.out()).endsWith("end\n");
    }

    /** Without seccomp the capabilities and the masks hold alone. */
    @Test
    void invariant11_cve_2022_0492_alsoWithoutSeccomp() throws IOException {
        victim.image(Victim.tar().directory("tmp/", 01777, 0, 0));
        var outcome = victim.run(KERNEL, "", ", \"SecurityOpt\": [\"seccomp=unconfined\"]");
        // A user namespace is anyone's right then; what is reached through it is tested in the next line of the script.
        assertThat(outcome.out().lines().filter(l -> l.contains("BROKEN") && !l.contains("user namespace")))
                .isEmpty();
        var inside = victim.run(
                "mkdir -p /tmp/m; unshare -Urm /bin/busybox sh -c '/bin/busybox mount -t cgroup -o memory c /tmp/m"
                        + " && (echo /x > /tmp/m/release_agent) && echo BROKEN'; echo end",
                "",
                ", \"SecurityOpt\": [\"seccomp=unconfined\"]");
        assertThat(inside.out()).doesNotContain("BROKEN").contains("end");
    }
}
