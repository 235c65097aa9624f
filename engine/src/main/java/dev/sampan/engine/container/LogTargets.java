package dev.sampan.engine.container;

import dev.sampan.engine.container.check.CheckHostConfig;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.logging.LogTarget;
import dev.sampan.engine.store.Places;
import java.util.Map;

/** A container as its log driver sees it. */
final class LogTargets {

    private LogTargets() {}

    static LogTarget of(ContainerFile file, Places places) {
        return new LogTarget(
                file.id(),
                file.plainName(),
                file.config().image(),
                file.image(),
                places.containerLog(file.id()),
                file.config().labels() == null ? Map.of() : file.config().labels(),
                CheckHostConfig.orEmpty(file.config().env()));
    }
}
