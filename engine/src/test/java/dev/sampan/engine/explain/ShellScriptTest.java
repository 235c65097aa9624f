package dev.sampan.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.launch.ExecutedStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Planned;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Step;
import dev.sampan.linux.struct.StatFs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the script of a start says; {@code checks/explain-shell} runs such scripts. */
class ShellScriptTest {

    private static final Ref MASKS = Ref.of("masks");

    private static List<String> script(Step... steps) {
        return ShellScript.of(
                "id",
                Stream.of(steps)
                        .map(step -> new ExecutedStep(1, 1, new Planned(step, "why"), List.of(), 0))
                        .toList(),
                List.of());
    }

    @Test
    void theLabelOfTheCommandIsSetAfterAllMounts() {
        var lines = script(
                new PathStep.WriteFile(Ref.CWD, "/proc/self/attr/apparmor/exec", "exec docker-default", StatFs.PROC),
                new MountStep.MakeFilesystem("tmpfs", List.of(), 0, MASKS),
                new MountStep.AttachAt(MASKS, "/place"),
                new ProcessStep.Exec(List.of("sh"), List.of("sh"), List.of()));
        assertThat(lines)
                .filteredOn(line -> line.contains("mount -t tmpfs") || line.contains("docker-default"))
                .satisfiesExactly(
                        mount -> assertThat(mount).contains("mount -t tmpfs"),
                        label -> assertThat(label)
                                .isEqualTo("echo 'exec docker-default' > /proc/self/attr/apparmor/exec"));
    }
}
