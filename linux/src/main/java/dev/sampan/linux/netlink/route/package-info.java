/**
 * Links, addresses, routes and neighbours: rtnetlink(7).
 *
 * <p>Start reading at {@link dev.sampan.linux.netlink.route.Links}. Requests are made by Links, Addresses, Routes and Neighbours; what
 * the kernel answers becomes a Link, Address, Route or Neighbour. A link kind ({@link dev.sampan.linux.netlink.route.LinkKind}) is a
 * record that encodes its own part: a new one is a new record and a line in {@code permits}.
 *
 * <p>Facts: an interface that is created directly in another namespace (IFLA_NET_NS_FD on a veth's peer) costs no move and none
 * of the move's RCU waits. One RTM_NEWLINK creates, enslaves (IFLA_MASTER) and brings up (IFF_UP); but IFLA_AF_SPEC is looked at in
 * changes only, and there after the flags, so IPv6's address generation is switched off by a message between create and up.
 */
package dev.sampan.linux.netlink.route;
