package dev.sampan.engine.container;

import dev.sampan.engine.spec.ContainerSpec;
import dev.sampan.engine.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** In which order an engine starts containers by itself. */
record StartOrder(ContainerTable table) {

    /**
     * First those that another one joins or is linked to. Where that does not decide, those that name their ports before those that get
     * any, which might else be the same.
     */
    List<Container> of(Collection<Container> some) {
        var ordered = new ArrayList<Container>();
        var left = new HashSet<>(some);
        some.stream()
                .sorted(Comparator.comparing(
                        container -> container.spec().network().choosesPorts()))
                .forEach(container -> add(container, left, ordered));
        return ordered;
    }

    /** Two that refer to each other come in any order: one of them fails, and says why. */
    private void add(Container container, Set<Container> left, List<Container> ordered) {
        if (left.remove(container)) {
            referred(container.spec())
                    .flatMap(name -> table.find(name).stream())
                    .forEach(other -> add(other, left, ordered));
            ordered.add(container);
        }
    }

    private static Stream<String> referred(ContainerSpec spec) {
        Stream<String> joined = spec.namespaces().referred().filter(reference -> !reference.isEmpty());
        return Stream.concat(joined, spec.network().links().stream().map(NetworkSpec.Link::container));
    }
}
