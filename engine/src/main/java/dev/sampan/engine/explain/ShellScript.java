package dev.sampan.engine.explain;

import dev.sampan.linux.launch.ExecutedStep;
import dev.sampan.linux.trace.Traced;
import java.util.List;

/** TODO */
final class ShellScript {
    private ShellScript() {}

    static List<String> of(String id, List<ExecutedStep> steps, List<Traced> daemon) {
        return List.of();
    }
}
