package dev.sampan.engine.image;

import dev.sampan.engine.image.ConfigDocument.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code docker history}. */
final class History {

    private final ImageStore store;

    History(ImageStore store) {
        this.store = store;
    }

    List<HistoryEntry> run(Image image) throws IOException {
        ConfigDocument config = store.config(image.manifest());
        var entries = new ArrayList<HistoryEntry>();
        int layer = 0;
        for (int i = 0; i < config.history().size(); i++) {
            Step step = config.history().get(i);
            boolean newest = i == config.history().size() - 1;
            long size = step.emptyLayer() || layer >= image.layers().size()
                    ? 0
                    : store.layers().usage(image.layers().get(layer++)).bytes();
            entries.addFirst(new HistoryEntry(
                    newest ? Optional.of(image.id()) : Optional.empty(),
                    step.created(),
                    step.createdBy(),
                    newest ? Names.tags(store.index().of(image.id())) : List.of(),
                    size,
                    step.comment()));
        }
        return entries;
    }
}
