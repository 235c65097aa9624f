package dev.sampan.engine.network.driver;

import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.Cidr;
import dev.sampan.engine.network.Network;
import dev.sampan.linux.netlink.Request;
import dev.sampan.linux.netlink.route.Addresses;
import dev.sampan.linux.netlink.route.Links;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose a bridge is, where several engines live side by side. One that lives holds the firewall's claim on the name; one that made the
 * bridge wrote itself on it, so that this is known after its end, too. A bridge on which no engine is written is the user's.
 */
final class Ownership {

    /** IFALIASZ in linux/if.h, with the NUL. */
    private static final int LONGEST = 255;

    private static final String ENGINE = "sampan engine ";

    private final DriverHost host;
    private final String mark;

    Ownership(DriverHost host) {
        this.host = host;
        String text = ENGINE + host.owner();
        while (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            text = text.substring(0, text.length() - 1);
        }
        mark = text;
    }

    /** Throws Conflict when an engine that lives has a bridge of this name. */
    void claim(String bridge) {
        if (!host.firewall().claim(bridge)) {
            String who = Links.find(host.route(), bridge)
                    .map(Links.Link::alias)
                    .filter(alias -> alias.startsWith(ENGINE))
                    .orElse("another engine");
            throw new Conflict("bridge " + bridge + " is in use by " + who + ": each engine needs one of its own");
        }
    }

    Request mark(String bridge) {
        return Links.alias(bridge, mark);
    }

    boolean isOurs(String bridge) {
        return Links.find(host.route(), bridge)
                .filter(link -> link.alias().equals(mark))
                .isPresent();
    }

    /**
     * Whether the bridge is there and ours: ours is also one that an engine left behind which is gone, with nothing on it. False when
     * there is none, and when it is the user's.
     */
    boolean mayUse(String bridge) {
        Optional<Links.Link> there = Links.find(host.route(), bridge);
        if (there.isEmpty()) {
            return false;
        }
        Links.Link link = there.get();
        if (!link.kind().equals("bridge")) {
            throw new SystemFailure("the interface " + bridge + " is there and is no bridge");
        }
        if (link.alias().equals(mark)) {
            return true;
        }
        if (!link.alias().startsWith(ENGINE)) {
            return false;
        }
        if (Links.list(host.route()).stream().anyMatch(port -> port.master() == link.index())) {
            throw new Conflict("bridge " + bridge + " has containers of the " + link.alias());
        }
        host.route().execute(mark(bridge));
        return true;
    }

    /**
     * By whom a subnet is taken that the bridge, which is not there yet, is to have: somebody who has an address in it, or another
     * engine's bridge whose subnet overlaps. A subnet within the net of the host's own interface is the host's way to give us a part.
     */
    Optional<String> taken(String bridge, Network.Pool pool) {
        List<Addresses.Address> all = Addresses.list(host.route());
        Map<Integer, Links.Link> links = Links.list(host.route()).stream()
                .collect(Collectors.toMap(Links.Link::index, link -> link, (first, again) -> again));
        return all.stream()
                .filter(address -> links.containsKey(address.link()))
                .filter(address -> !links.get(address.link()).name().equals(bridge))
                .filter(address -> pool.subnet().contains(address.address())
                        || links.get(address.link()).alias().startsWith(ENGINE)
                                && pool.subnet().overlaps(new Cidr(address.address(), address.prefix())))
                .map(address -> "interface " + links.get(address.link()).name() + " with "
                        + AddressText.of(address.address()) + "/" + address.prefix())
                .findFirst();
    }
}
