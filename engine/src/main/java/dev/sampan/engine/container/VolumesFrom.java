package dev.sampan.engine.container;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotImplemented;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code --volumes-from}: what is wrong with it is told, although the volumes themselves come with a later version. */
final class VolumesFrom {

    private static final Set<String> MODES = Set.of("", "ro", "rw", "z", "Z");

    private final ContainerTable table;

    VolumesFrom(ContainerTable table) {
        this.table = table;
    }

    void check(@Nullable List<String> specs) {
        if (specs == null || specs.isEmpty()) {
            return;
        }
        specs.forEach(this::checkOne);
        throw new NotImplemented("volumes of another container are not supported yet");
    }

    private void checkOne(String spec) {
        if (spec.isEmpty()) {
            throw new InvalidRequest("volumes-from specification cannot be an empty string");
        }
        int colon = spec.indexOf(':');
        String mode = colon < 0 ? "" : spec.substring(colon + 1);
        for (String word : mode.split(",", -1)) {
            if (!MODES.contains(word)) {
                throw new InvalidRequest("invalid mode: " + mode);
            }
        }
        try {
            table.get(colon < 0 ? spec : spec.substring(0, colon));
        } catch (EngineException e) {
            throw new InvalidRequest(e.getMessage(), e);
        }
    }
}
