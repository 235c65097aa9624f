/**
 * Kinds of network: {@link dev.sampan.engine.network.driver.NetworkDriver} is the contract, in prose above its methods.
 *
 * <p>{@link dev.sampan.engine.network.driver.BridgeDriver} is Docker's bridge: a switch, a cable per container, the host as router.
 * What its ports may do to each other (icc) is port isolation in the switch (4.18), which holds whether or not br_netfilter is loaded;
 * what comes from elsewhere is judged by the firewall. The null driver brings the loopback up; host has nothing to make.
 *
 * <p>Where br_netfilter is loaded with bridge-nf-call-iptables=1 (dockerd does that for the whole host), frames between containers
 * pass everybody's forward chains, and published ports are translated within the switch. Two consequences: ports have hairpin mode,
 * for a container that calls its own published port; and with icc off a neighbour's published port does not answer, as the
 * translated frame would go from one isolated port to another.
 */
package dev.sampan.engine.network.driver;
