package dev.sampan.engine.container;

import dev.sampan.engine.container.check.CheckHostConfig;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Docker's legacy links: a container on the default bridge, where names are not resolved, sees another one under an alias. Kept in the
 * configuration as {@code CHILD:ALIAS}, shown as {@code /CHILD:/PARENT/ALIAS}, and what they do is one line in /etc/hosts.
 */
record Links(ContainerTable table) {

    static final String WARNING =
            "Links on the default bridge network are deprecated and will be removed in a future release."
                    + " Use a custom network instead.";

    /** One link of a parent. */
    record Link(String child, String alias) {

        /** Throws SystemFailure, as Docker looks at the form late. */
        static Link parse(String text) {
            if (text.isEmpty()) {
                throw new SystemFailure("empty string specified for links");
            }
            List<String> parts = List.of(text.split(":", -1));
            if (parts.size() > 2) {
                throw new SystemFailure("bad format for links: " + text);
            }
            String child = parts.getFirst().startsWith("/") ? parts.getFirst().substring(1) : parts.getFirst();
            String alias = parts.size() == 1 ? child : parts.get(1);
            return new Link(child, alias.substring(alias.lastIndexOf('/') + 1));
        }

        String text() {
            return child + ":" + alias;
        }
    }

    /** What the configuration keeps: null where there is none, or where the network is not the default bridge. */
    @Nullable
    List<String> checked(@Nullable List<String> asked, String networkMode, List<String> warnings) {
        if (asked == null || asked.isEmpty() || !networkMode.equals(Network.BRIDGE)) {
            return null;
        }
        var kept = new ArrayList<String>();
        for (String text : asked) {
            Link link = Link.parse(text);
            Container child = table.find(link.child())
                    .orElseThrow(() -> new InvalidRequest(
                            "could not get container for " + link.child() + ": No such container: " + link.child()));
            if (child.file().hostConfig().networkMode().equals(Network.HOST)) {
                throw new InvalidRequest("conflicting options: host type networking can't be used with links."
                        + " This would result in undefined behavior");
            }
            kept.add(new Link(child.file().name().substring(1), link.alias()).text());
        }
        warnings.add(WARNING);
        return kept;
    }

    static List<Link> of(ContainerFile parent) {
        return CheckHostConfig.orEmpty(parent.hostConfig().links()).stream()
                .map(Link::parse)
                .toList();
    }

    /** As inspect shows them; null where there are none. */
    static @Nullable List<String> shown(ContainerFile parent) {
        List<Link> links = of(parent);
        return links.isEmpty()
                ? null
                : links.stream()
                        .map(l -> "/" + l.child() + ":" + parent.name() + "/" + l.alias())
                        .toList();
    }

    /** The names that links give to a child, beside its own: {@code /PARENT/ALIAS}. */
    List<String> namesOf(ContainerFile child) {
        return table.all().stream()
                .map(Container::file)
                .flatMap(parent -> of(parent).stream()
                        .filter(link -> child.name().equals("/" + link.child()))
                        .map(link -> parent.name() + "/" + link.alias()))
                .toList();
    }

    /** The child that {@code PARENT/ALIAS} names. */
    static Optional<Link> named(ContainerTable table, String reference) {
        int slash = reference.lastIndexOf('/');
        if (slash <= 0) {
            return Optional.empty();
        }
        String alias = reference.substring(slash + 1);
        return table.named(reference.substring(0, slash))
                .flatMap(parent -> of(parent.file()).stream()
                        .filter(link -> link.alias().equals(alias))
                        .findFirst());
    }

    /** {@code docker rm --link}. Throws Conflict for a container's own name, NotFound for what is no link. */
    void remove(String reference) {
        Link link = named(table, reference).orElse(null);
        if (link == null) {
            if (table.find(reference).isPresent()) {
                throw new SystemFailure("Conflict, cannot remove the default link name of the container");
            }
            throw new NotFound("No such container: " + reference);
        }
        Container parent = table.get(reference.substring(0, reference.lastIndexOf('/')));
        edit(parent, of(parent.file()).stream().filter(l -> !l.equals(link)).toList());
    }

    /** A child's new name in the links of all parents. */
    void renamed(String from, String to) {
        for (Container parent : table.all()) {
            List<Link> links = of(parent.file());
            if (links.stream().anyMatch(link -> from.equals("/" + link.child()))) {
                edit(
                        parent,
                        links.stream()
                                .map(l -> from.equals("/" + l.child()) ? new Link(to.substring(1), l.alias()) : l)
                                .toList());
            }
        }
    }

    private static void edit(Container parent, List<Link> links) {
        parent.lock.lock();
        try {
            parent.save(file -> {
                var host = file.hostConfig.edit();
                host.links =
                        links.isEmpty() ? null : links.stream().map(Link::text).toList();
                file.hostConfig = host.build();
            });
        } finally {
            parent.lock.unlock();
        }
    }

    /** Extra lines of the parent's hosts file, as {@code NAMES:ADDRESS}: alias, host name and name of each child that runs. */
    List<String> hosts(ContainerFile parent) {
        var lines = new ArrayList<String>();
        for (Link link : of(parent)) {
            Container child = table.find(link.child()).orElse(null);
            Active active = child == null ? null : child.active();
            if (active == null) {
                throw new Conflict("Cannot link to a non running container: /" + link.child() + " AS " + parent.name()
                        + "/" + link.alias());
            }
            String names = link.alias() + " " + child.file().config().hostname()
                    + (link.alias().equals(link.child()) ? "" : " " + link.child());
            NetworkSetup.address(active).ifPresent(address -> lines.add(names + ":" + address));
        }
        return lines;
    }
}
