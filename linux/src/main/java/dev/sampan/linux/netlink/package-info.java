/**
 * Netlink, netlink(7): how links, addresses, routes and firewall rules are asked for.
 *
 * <p>Start reading at {@link dev.sampan.linux.netlink.NetlinkSocket}: it sends {@link dev.sampan.linux.netlink.Request}s, many at
 * once, and answers what the kernel said. A request is a record that encodes itself into a
 * {@link dev.sampan.linux.netlink.NetlinkWriter} and knows the shell command that does the same; the command is what explain
 * prints and what an error names. {@link dev.sampan.linux.netlink.Attributes} reads answers; it is given the kernel's bytes, and in
 * a fuzz test anybody's, and never reads past them.
 *
 * <p>Facts: the kernel handles a request inside sendto(2), so an answer is there when it returns. A message with an error is
 * answered even without NLM_F_ACK, so only the last of several asks for an acknowledgement: one send, one receive. Requests of
 * NETLINK_ROUTE are independent (a failed one does not stop its followers); those of nftables are a transaction. Integers are in
 * host order, but in network order within nftables. NETLINK_EXT_ACK (4.12) adds the kernel's own words to an error.
 *
 * <p>How to add one: a record implementing Request in {@code route} or {@code nft}, named after what it does, with a case in
 * that package's golden test, whose bytes come from strace of {@code ip} or {@code nft}.
 */
package dev.sampan.linux.netlink;
