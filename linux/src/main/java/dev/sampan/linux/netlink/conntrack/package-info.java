/**
 * The connections that netfilter follows, conntrack(8): {@link dev.sampan.linux.netlink.conntrack.Flows} lists and forgets them.
 *
 * <p>Address translation is decided by a flow's first packet. UDP has no end that could be seen, so a flow that began before a port
 * was published goes on as it began, until it is forgotten.
 */
package dev.sampan.linux.netlink.conntrack;
