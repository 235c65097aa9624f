package dev.sampan.engine.container;

import dev.sampan.engine.container.spec.LinkText;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.network.Network;
import dev.sampan.engine.spec.NamespaceMode;
import dev.sampan.engine.spec.NetworkSpec;
import dev.sampan.engine.spec.NetworkSpec.Link;
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

    /** What the configuration keeps: null where there is none, or where the network is not the default bridge. */
    @Nullable
    List<String> checked(@Nullable List<String> asked, String networkMode, List<String> warnings) {
        if (asked == null || asked.isEmpty() || !networkMode.equals(Network.BRIDGE)) {
            return null;
        }
        var kept = new ArrayList<String>();
        for (String text : asked) {
            Link link = LinkText.parse(text);
            Container child = table.find(link.container())
                    .orElseThrow(() -> new InvalidRequest("could not get container for " + link.container()
                            + ": No such container: " + link.container()));
            if (child.spec().namespaces().network() instanceof NamespaceMode.Host) {
                throw new InvalidRequest("conflicting options: host type networking can't be used with links."
                        + " This would result in undefined behavior");
            }
            kept.add(LinkText.of(new Link(child.file().name().substring(1), link.alias())));
        }
        warnings.add(WARNING);
        return kept;
    }

    private static List<Link> of(Container parent) {
        return parent.spec().network().links();
    }

    /** The names that links give to a child, beside its own: {@code /PARENT/ALIAS}. */
    List<String> namesOf(ContainerFile child) {
        return table.all().stream()
                .flatMap(parent -> of(parent).stream()
                        .filter(link -> child.name().equals("/" + link.container()))
                        .map(link -> parent.file().name() + "/" + link.alias()))
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
                .flatMap(parent -> of(parent).stream()
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
        edit(parent, of(parent).stream().filter(l -> !l.equals(link)).toList());
    }

    /** A child's new name in the links of all parents. */
    void renamed(String from, String to) {
        for (Container parent : table.all()) {
            List<Link> links = of(parent);
            if (links.stream().anyMatch(link -> from.equals("/" + link.container()))) {
                edit(
                        parent,
                        links.stream()
                                .map(l -> from.equals("/" + l.container()) ? new Link(to.substring(1), l.alias()) : l)
                                .toList());
            }
        }
    }

    private static void edit(Container parent, List<Link> links) {
        parent.lock.lock();
        try {
            parent.save(file -> {
                var host = file.hostConfig.edit();
                host.links = links.isEmpty()
                        ? null
                        : links.stream().map(LinkText::of).toList();
                file.hostConfig = host.build();
            });
        } finally {
            parent.lock.unlock();
        }
    }

    /** Extra lines of the parent's hosts file: alias, host name and name of each child, which must run. */
    List<NetworkSpec.ExtraHost> hosts(String parent, List<Link> links) {
        var lines = new ArrayList<NetworkSpec.ExtraHost>();
        for (Link link : links) {
            Container child = table.find(link.container()).orElse(null);
            Active active = child == null ? null : child.active();
            if (active == null) {
                throw new Conflict("Cannot link to a non running container: /" + link.container() + " AS " + parent
                        + "/" + link.alias());
            }
            String names = link.alias() + " " + child.spec().network().hostname()
                    + (link.alias().equals(link.container()) ? "" : " " + link.container());
            NetworkSetup.address(active).ifPresent(address -> lines.add(new NetworkSpec.ExtraHost(names, address)));
        }
        return lines;
    }
}
