package dev.sampan.engine.container;

import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.logging.LogTarget;
import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.store.Places;

/** A container as its log driver sees it. */
final class LogTargets {

    private LogTargets() {}

    static LogTarget of(ContainerFile file, ContainerSpec spec, Places places) {
        return new LogTarget(
                file.id(),
                file.plainName(),
                spec.image(),
                file.image(),
                places.containerLog(file.id()),
                spec.labels(),
                spec.process().environment());
    }
}
