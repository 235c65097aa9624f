package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths are resolved under the container's root. Each test names the CVE that it is made after. */
@NeedsRoot
@Timeout(120)
class Invariant1PathsTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    @TempDir
    Path directory;

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
                Victim.binds(share + ":/a/b/new", share + "/shared:/file") + ", \"Tmpfs\": {\"/a/b/tmpfs\": \"\"}");
        assertThat(outcome.out()).isEqualTo("yes\nyes\nnew\nsecret\ntmpfs\n");
    }

    /** A link to what only the host has: refused, or made inside. */
    @ParameterizedTest
    @ValueSource(strings = {"/../../../../../../../..", "../../../../../../../../..", ""})
    void invariant1_cve_2021_30465_aTargetThatOnlyTheHostHas(String up) throws IOException {
        var share = Files.createDirectories(directory.resolve("share"));
        victim.image(Victim.tar().symlink("data", up + victim.host));
        for (var how : List.of(
                Victim.binds(share + ":/data"),
                Victim.binds(share + ":/data/new"),
                ", \"Tmpfs\": {\"/data/new\": \"\"}")) {
            assertThat(victim.run("cat /data/secret 2>&-; ls /data", "", how).out())
                    .doesNotContain("secret");
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
                        Victim.binds(volume + ":/vol", inner + ":/vol/target/mounted"));
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
}
