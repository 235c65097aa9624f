package dev.sampan.engine.network.ipam;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.network.Cidr;
import java.net.InetAddress;
import java.util.BitSet;

/**
 * The taken addresses of one subnet. The lowest free one is handed out, as Docker does. Of a subnet with more than 2^24
 * addresses the first 2^24 are used.
 *
 * <p>Not thread-safe: {@link dev.sampan.engine.network.Networks} takes care of that.
 */
public final class AddressBitmap {

    private static final long MOST = 1L << 24;

    private final Cidr subnet;
    private final int size;
    private final BitSet taken = new BitSet();

    /** All free, except the subnet's own first address, and IPv4's broadcast address. */
    public AddressBitmap(Cidr subnet) {
        this.subnet = subnet;
        this.size = (int) Math.min(MOST, subnet.size());
        if (size > 2) {
            taken.set(0);
        }
        if (size > 2 && subnet.isIpv4()) {
            taken.set(size - 1);
        }
    }

    public Cidr take() {
        int free = taken.nextClearBit(0);
        if (free >= size) {
            throw new EngineException.SystemFailure(
                    "no available IPv4 addresses on this network's address pools: " + subnet);
        }
        taken.set(free);
        return new Cidr(subnet.at(free), subnet.prefix());
    }

    public Cidr take(InetAddress address) {
        long offset = offset(address);
        if (taken.get((int) offset)) {
            throw new EngineException.Forbidden("Address already in use");
        }
        taken.set((int) offset);
        return new Cidr(address, subnet.prefix());
    }

    /** Nothing for an address of another subnet: the network had that when the address was taken. */
    public void giveBack(InetAddress address) {
        if (subnet.contains(address) && subnet.offsetOf(address) < size) {
            taken.clear((int) subnet.offsetOf(address));
        }
    }

    public long inUse() {
        return taken.cardinality();
    }

    public long available() {
        return (long) size - taken.cardinality();
    }

    private long offset(InetAddress address) {
        long offset = subnet.contains(address) ? subnet.offsetOf(address) : size;
        if (offset >= size) {
            throw new EngineException.InvalidRequest(
                    "no configured subnet contains IP address " + address.getHostAddress());
        }
        return offset;
    }
}
