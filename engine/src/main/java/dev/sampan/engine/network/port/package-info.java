/**
 * Which ports of the host are taken, and by whom: {@link dev.sampan.engine.network.port.PortAllocator}.
 *
 * <p>A port is first looked up among our own allocations, then a socket is bound to it and held for as long as it is published,
 * so that a clash with another process is seen, and no process gets the port afterwards. The socket sees no traffic: nftables
 * has changed a packet's destination before it would be delivered.
 */
package dev.sampan.engine.network.port;
