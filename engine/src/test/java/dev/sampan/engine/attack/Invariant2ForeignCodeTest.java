package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.syscall.MemoryFiles;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nothing of a container is loaded or run on the host's behalf. Each test names the CVE that it is made after. */
@NeedsRoot
@Timeout(120)
class Invariant2ForeignCodeTest {

    @RegisterExtension
    static final Victim victim = new Victim();

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
    private static List<String> strangers(String pid) throws IOException {
        return mapped(pid)
                .filter(m -> !m.path().endsWith(" (deleted)"))
                .filter(m -> m.path().startsWith(victim.directory.toString())
                        || !m.inode().equals(inode(m.path())))
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
}
