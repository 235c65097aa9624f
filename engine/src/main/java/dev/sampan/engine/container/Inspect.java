package dev.sampan.engine.container;

import dev.sampan.engine.container.state.ContainerFile;
import java.util.Optional;

/** Everything known of one container. */
final class Inspect {

    private final Parts parts;

    Inspect(Parts parts) {
        this.parts = parts;
    }

    /** @param size with its sizes, for which all its files are looked at */
    ContainerView of(Container container, boolean size) {
        ContainerFile file = container.file();
        Active active = container.active();
        return new ContainerView(
                file,
                container.spec(),
                new Links(parts.table()).namesOf(file),
                active == null ? Optional.empty() : active.sandbox(),
                size ? Optional.of(sizes(file)) : Optional.empty());
    }

    private ContainerView.Sizes sizes(ContainerFile file) {
        long writable = parts.rootfs().writable(file.id()).apparent();
        return new ContainerView.Sizes(writable, writable + parts.imageSize(file));
    }
}
