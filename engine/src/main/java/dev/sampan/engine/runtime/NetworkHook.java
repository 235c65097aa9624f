package dev.sampan.engine.runtime;

import dev.sampan.linux.syscall.Fd;

/** The daemon's part in a container's network, done while the container mounts its file systems, before its command runs. */
@FunctionalInterface
public interface NetworkHook {

    /** Nothing to configure: the host's namespace, another container's, or one with loopback alone. */
    NetworkHook NONE = access -> {};

    /** What it throws fails the launch: the container is killed before its command ran, and {@code launch} throws the same. */
    void configure(Access access);

    /**
     * Descriptors of the daemon, valid during the call.
     *
     * @param pid of the container's first process, on the host
     * @param netns the network namespace, for IFLA_NET_NS_FD
     * @param netlink a NETLINK_ROUTE socket that was opened inside the namespace
     */
    record Access(int pid, Fd netns, Fd netlink) {}
}
