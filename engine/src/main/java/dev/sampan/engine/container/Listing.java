package dev.sampan.engine.container;

import java.util.ArrayList;
import java.util.List;

/** Lists containers, newest first. */
final class Listing {

    private final Parts parts;

    Listing(Parts parts) {
        this.parts = parts;
    }

    List<ContainerView> run(ListQuery query) {
        var filter = new ListFilter(parts, query.filters());
        var view = new Inspect(parts);
        boolean stoppedToo = query.all() || query.limit() > 0 || filter.namesStates();
        var found = new ArrayList<ContainerView>();
        for (Container container : parts.table().newestFirst()) {
            if ((stoppedToo || container.state().running()) && filter.test(container)) {
                found.add(view.of(container, query.size()));
                if (query.limit() > 0 && found.size() == query.limit()) {
                    break;
                }
            }
        }
        return found;
    }
}
