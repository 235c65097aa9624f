package dev.sampan.engine.network;

import dev.sampan.linux.syscall.Fd;

/**
 * What a driver gets of a container's network namespace. No thread of the JVM ever enters it.
 *
 * <p>Descriptors stay the caller's.
 *
 * @param netns the namespace itself, for IFLA_NET_NS_FD
 * @param netlink a NETLINK_ROUTE socket that the launch plan opened inside, fetched with pidfd_getfd
 */
public record NetnsAccess(Fd netns, Fd netlink) {}
