/**
 * The nftables table of one daemon, {@code ip sampan-BRIDGE}: what containers may reach, how their addresses are hidden, and which of
 * the host's ports lead to them. Start reading at {@code Ruleset.rules}; the rules never change while the daemon runs.
 *
 * <p>A network is elements in sets, a published port is one element in a map, in and out in one transaction of one request. At start
 * the whole table is replaced in one transaction, so leftovers of an earlier daemon are gone and a living container's ports are
 * never unpublished in between. When somebody flushes the rule set, the next publish makes it again.
 *
 * <p>127.0.0.1: packets from the host's own loopback are sent to the container with the bridge's address (route_localnet on the
 * bridge, translation in the output hook). The table keeps the rest of the world out of that way: containers are barred from
 * 127.0.0.0/8 (CVE-2020-8558), and packets for it from any wire are not translated, so a port published on 127.0.0.1 is not reached by
 * neighbours who route to it (Docker 28 drops the same). What is published needs no process; it goes on while no daemon lives.
 *
 * <p>IPv6: a container has none, and nothing translates between the two; connections to [::] are relayed by the daemon (package
 * {@code port}), tcp only, and only while it lives. Datagrams to a published [::] port are dropped.
 *
 * <p>Beside others: nftables asks every base chain of a hook, and accepting in ours does not help against somebody else's drop. dockerd
 * sets the policy of chain FORWARD in table ip filter to drop, if it was the one who turned forwarding on; then containers of ours
 * reach the host but nothing beyond it, and nothing beyond it reaches their ports. Others' chains are not ours to change:
 * {@code Firewall.obstacles} names them, the log and /info show it, and two rules in DOCKER-USER, Docker's chain for that, let our
 * bridge through. Started before dockerd, we turn forwarding on, and dockerd leaves the policy alone.
 */
package dev.sampan.engine.network.firewall;
