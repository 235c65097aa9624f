package dev.sampan.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.explain.AsText;
import dev.sampan.engine.explain.Explanation;
import dev.sampan.engine.explain.Explanations;
import dev.sampan.engine.explain.Recording;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.engine.security.Capability;
import dev.sampan.engine.security.SeccompProfile;
import dev.sampan.linux.trace.Tracer;
import dev.sampan.testkit.NeedsRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@Timeout(60)
class ExplainTest {

    private static final String ID = "e".repeat(64);

    /** Of a container, as itself and as its script sees them. */
    private static final String FACTS = "hostname; echo $$; pwd; umask; ulimit -n; id -u; id -g; echo $WANTED;"
            + " grep -E 'Cap|NoNewPrivs|Seccomp:' /proc/self/status; ls /dev /dev/shm /sys/firmware;"
            + " while read -r a b c d at o rest; do echo $at ${o%%,*}; done </proc/self/mountinfo | busybox sort; touch /x";

    @TempDir
    Path directory;

    @BeforeAll
    static void warmUp(@TempDir Path elsewhere) throws Exception {
        new TestContainer(elsewhere).run(TestContainer.spec("true"));
    }

    @Test
    void everyStepIsShownWithItsCallsAndResults() throws Exception {
        var recording = new Recording();
        Tracer.during(recording, () -> new TestContainer(directory).run(TestContainer.spec("true")));
        Explanation explanation = recording.explain(ID);
        assertThat(explanation.events())
                .extracting(Explanation.Event::title)
                .contains("pivot root", "exec true")
                .anyMatch(title -> title.startsWith("make overlay") || title.startsWith("mount overlay"));
        assertThat(explanation.events().stream()
                        .filter(e -> e.title().equals("pivot root"))
                        .flatMap(e -> e.calls().stream())
                        .map(Explanation.Call::text))
                .contains("pivot_root(\".\", \".\")");
        assertThat(explanation.events())
                .extracting(Explanation.Event::process)
                .contains("daemon", "supervisor", "first process");
        assertThat(AsText.of(explanation)).anyMatch(line -> line.contains("pivot_root(\".\", \".\") = 0"));
    }

    @Test
    void aFailedStartIsExplainedUpToItsFailure() {
        var recording = new Recording();
        assertThatThrownBy(() -> Tracer.during(
                        recording, () -> new TestContainer(directory).run(TestContainer.spec("nosuchcommand"))))
                .isInstanceOf(LaunchFailure.class);
        assertThat(recording.explain(ID).events().stream()
                        .filter(e -> e.title().equals("exec nosuchcommand"))
                        .flatMap(e -> e.calls().stream())
                        .map(Explanation.Call::result))
                .isNotEmpty()
                .allMatch(result -> result.equals("ENOENT"));
    }

    @Test
    void whatIsKeptIsReadAgainByTheNextEngine() throws Exception {
        var recording = new Recording();
        Tracer.during(recording, () -> new TestContainer(directory).run(TestContainer.spec("true")));
        var first = new Explanations(directory.resolve("explanations"));
        first.keep(ID, recording);
        first.flush();
        var next = new Explanations(directory.resolve("explanations"));
        assertThat(next.of(ID)).contains(recording.explain(ID));
        next.remove(ID);
        assertThat(next.of(ID)).isEmpty();
    }

    @Test
    void theScriptMakesTheSameProcess() throws Exception {
        var container = new TestContainer(directory);
        var recording = new Recording();
        var outcome = Tracer.during(recording, () -> TestContainer.run(request(container)));
        Path script =
                Files.write(directory.resolve("script"), recording.explain(ID).script());
        var shell = new ProcessBuilder("sh", script.toString())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        shell.waitFor();
        assertThat(printed).as(Files.readString(directory.resolve("errors"))).isEqualTo(outcome.out());
        assertThat(printed).startsWith("inside\n1\n/srv\n");
    }

    private static LaunchRequest request(TestContainer container) throws Exception {
        var spec = TestContainer.spec("sh", "-c", FACTS);
        var process = spec.process()
                .user(new Process.User(7, 8, List.of(8L)))
                .env(List.of(TestContainer.ENV.getFirst(), "WANTED=it's this"))
                .cwd("/srv")
                .rlimits(List.of(new Process.Rlimit("RLIMIT_NOFILE", 99, 99)))
                .noNewPrivileges(true);
        var mounts = Stream.concat(
                        TestContainer.mounts().stream(), Stream.of(Mount.bind("/etc/hostname", "/etc/of-host", "ro")))
                .toList();
        var base = container.request(spec.process(process).mounts(mounts).root(new RuntimeSpec.Root("rootfs", true)));
        return new LaunchRequest(
                base.id(),
                base.spec(),
                base.rootfs(),
                base.cgroup(),
                LaunchRequest.GROUPS_MADE,
                Optional.of(SeccompProfile.builtin().compile(Capability.DEFAULTS)),
                false,
                false,
                NetworkHook.NONE,
                base.stateDirectory());
    }
}
