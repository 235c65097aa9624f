package dev.sampan.engine.network.driver;

import dev.sampan.engine.network.Endpoint;
import dev.sampan.engine.network.NetnsAccess;
import dev.sampan.engine.network.Network;
import java.util.Collection;

/**
 * One kind of network. Found by {@link java.util.ServiceLoader}; a new kind is one class and a line in META-INF/services.
 *
 * <p>A driver owns the kernel's side only. Ids, addresses, ports and what is remembered belong to the caller, who calls in
 * this order:
 *
 * <pre>
 *   start(host)                 once
 *   define(network)             a network is about to be created: check and complete its options and pools
 *   open(network, live)         make the kernel hold exactly this network with exactly these endpoints; may be called again
 *   stands(network)             asked before each join: open is called again where somebody took something away
 *   join / leave                an endpoint comes and goes; after leave nothing of it is left on the host,
 *                               save links that die with the endpoint's namespace
 *   close(network)              the kernel forgets the network
 * </pre>
 *
 * <p>Each call either succeeds or changes nothing. Calls for different endpoints come concurrently; those for one endpoint,
 * and open and close of one network, do not. A driver leaves out what its kind of network has nothing to do for.
 */
public interface NetworkDriver {

    /** The name that {@code docker network create --driver} takes. */
    String type();

    /** Whether endpoints get addresses and an interface of their own; host and null have none. */
    boolean addresses();

    default void start(DriverHost host) {}

    /** The network as it will be stored: options normalised, pools chosen. Refuses options that it does not know how to keep. */
    default Network define(Network asked) {
        return asked;
    }

    default void open(Network network, Collection<Endpoint> live) {}

    /** Whether the kernel still holds what {@link #open} made, which whoever may change links and rules can take away. */
    default boolean stands(Network network) {
        return true;
    }

    default void join(Network network, Endpoint endpoint, NetnsAccess netns) {}

    default void leave(Network network, Endpoint endpoint) {}

    default void close(Network network) {}
}
