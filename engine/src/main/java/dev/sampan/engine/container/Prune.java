package dev.sampan.engine.container;

import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.filter.PastTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

/** Removes every container that does not run. */
final class Prune {

    private static final Set<String> KNOWN = Set.of("label", "label!", "until");

    private final Parts parts;
    private final Remove remove;

    Prune(Parts parts, Remove remove) {
        this.parts = parts;
        this.remove = remove;
    }

    Pruned run(Filters filters) {
        Set<String> untils = filters.allowing(KNOWN).values("until");
        if (untils.size() > 1) {
            throw new InvalidRequest("more than one until filter specified");
        }
        Instant until = untils.isEmpty()
                ? Instant.MAX
                : PastTime.parse(untils.iterator().next(), Instant.now());
        var deleted = new ArrayList<String>();
        long reclaimed = 0;
        for (Container container : parts.table().all()) {
            ContainerFile file = container.file();
            boolean matches = !file.state().running()
                    && file.created().isBefore(until)
                    && filters.labels(container.spec().labels());
            if (matches) {
                try {
                    long size = parts.rootfs().writable(container.id).apparent();
                    remove.remove(container, container.id, false);
                    deleted.add(container.id);
                    reclaimed += size;
                } catch (EngineException busy) {
                    // Started or removed meanwhile: not ours any more.
                }
            }
        }
        parts.events().publish("container", "prune", "", Map.of("reclaimed", String.valueOf(reclaimed)));
        return new Pruned(deleted, reclaimed);
    }
}
