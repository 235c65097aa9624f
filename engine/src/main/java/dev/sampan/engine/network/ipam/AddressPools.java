package dev.sampan.engine.network.ipam;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.network.Cidr;
import dev.sampan.engine.network.NetworkDefaults.AddressPool;
import java.util.Collection;
import java.util.List;

/** The subnets that networks get when nobody names one. */
public record AddressPools(List<AddressPool> pools) {

    /** The first subnet that overlaps none of {@code used}: the host's routes and addresses, and other networks. */
    public Cidr firstFree(Collection<Cidr> used) {
        for (AddressPool pool : pools) {
            long step = 1L << 32 - pool.size();
            for (long at = 0; at < pool.base().size(); at += step) {
                var subnet = new Cidr(pool.base().at(at), pool.size());
                if (used.stream().noneMatch(subnet::overlaps)) {
                    return subnet;
                }
            }
        }
        throw new EngineException.InvalidRequest("all predefined address pools have been fully subnetted");
    }
}
