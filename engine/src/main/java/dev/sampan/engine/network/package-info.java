/**
 * Networks of containers: which there are, who is on them, and under which addresses and ports. Knows no container.
 *
 * <p>Start reading at {@link dev.sampan.engine.network.Networks}. A caller describes a network namespace and its endpoints in a
 * {@code SandboxRequest} and gets a {@code Sandbox} with addresses and ports (prepare: no link yet, so it runs beside the launch);
 * when the namespace exists it is joined; at the container's end it is released. The sandbox is all there is to remember: kept in
 * the container's file, it is handed to {@code restore} after a restart of the daemon, and bitmaps, held ports and firewall are made
 * again from those alive. What the dead had is free by that alone.
 *
 * <p>Packages: {@code driver} (the contract of a kind of network, and the kinds), {@code ipam} (addresses), {@code port} (the
 * host's ports), {@code firewall} (our nftables table), {@code files} (hosts, resolv.conf).
 *
 * <p>Kernel facts: no thread of the JVM enters a container's namespace. A veth's inner end is made inside by descriptor; what is
 * set inside goes through a NETLINK_ROUTE socket that the launch plan opened there and that pidfd_getfd(2) fetched. A join is four
 * sends and four answers, about 0.7 ms on a busy machine of two cores. A veth is not deleted: that waits for RCU, and it dies with
 * its namespace for nothing.
 *
 * <p>Decisions: MAC addresses follow from IP addresses (02:42 and its four bytes; Docker's are random since 28 and announced), so a
 * reused address is never in a neighbour's memory with a wrong MAC. The lowest free address is given out. An IPv4 network has no IPv6
 * addresses at all, not even link-local ones; ::1 is there. The networks bridge, host and none are made once, with ids for ever.
 *
 * <p>To add a kind of network: a class for {@code NetworkDriver}, its name in META-INF/services; NetworkDriverContractTest finds it.
 */
package dev.sampan.engine.network;
