package dev.sampan.engine.container;

import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.PortBinding;
import dev.sampan.engine.container.Links.Link;
import dev.sampan.engine.container.check.CheckHostConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** In which order an engine starts containers by itself. */
record StartOrder(ContainerTable table) {

    private static final String CONTAINER = "container:";

    /**
     * First those that another one joins or is linked to. Where that does not decide, those that name their ports before those that get
     * any, which might else be the same.
     */
    List<Container> of(Collection<Container> some) {
        var ordered = new ArrayList<Container>();
        var left = new HashSet<>(some);
        some.stream()
                .sorted(Comparator.comparing(
                        container -> choosesPorts(container.file().hostConfig())))
                .forEach(container -> add(container, left, ordered));
        return ordered;
    }

    /** Two that refer to each other come in any order: one of them fails, and says why. */
    private void add(Container container, Set<Container> left, List<Container> ordered) {
        if (left.remove(container)) {
            referred(container.file().hostConfig())
                    .flatMap(name -> table.find(name).stream())
                    .forEach(other -> add(other, left, ordered));
            ordered.add(container);
        }
    }

    private static Stream<String> referred(HostConfig host) {
        Stream<String> joined = Stream.of(host.networkMode(), host.pidMode(), host.ipcMode())
                .filter(mode -> mode.startsWith(CONTAINER) && mode.length() > CONTAINER.length())
                .map(mode -> mode.substring(CONTAINER.length()));
        Stream<String> linked = CheckHostConfig.orEmpty(host.links()).stream()
                .map(text -> Link.parse(text).child());
        return Stream.concat(joined, linked);
    }

    private static boolean choosesPorts(HostConfig host) {
        return host.publishAllPorts()
                || host.portBindings() != null
                        && host.portBindings().values().stream()
                                .flatMap(List::stream)
                                .map(PortBinding::hostPort)
                                .anyMatch(port -> port.isEmpty() || port.contains("-"));
    }
}
