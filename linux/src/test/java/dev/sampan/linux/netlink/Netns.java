package dev.sampan.linux.netlink;

import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.syscall.Sockets;
import java.util.concurrent.CompletableFuture;

/** A network namespace of its own, held by a descriptor, with a route socket inside: what a launch plan hands to a driver. */
public final class Netns implements AutoCloseable {

    private final Fd namespace;
    private final Fd socket;

    private Netns(Fd namespace, Fd socket) {
        this.namespace = namespace;
        this.socket = socket;
    }

    /** Made by a platform thread that ends with it: this JVM stays where it is. */
    public static Netns create() {
        var made = new CompletableFuture<Netns>();
        Thread.ofPlatform().start(() -> {
            try {
                Namespaces.unshare(Namespaces.CLONE_NEWNET);
                Fd namespace = Files.open("/proc/thread-self/ns/net", Files.O_RDONLY);
                made.complete(new Netns(
                        namespace, Sockets.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, Sockets.NETLINK_ROUTE)));
            } catch (RuntimeException e) {
                made.completeExceptionally(e);
            }
        });
        return made.join();
    }

    public Fd namespace() {
        return namespace;
    }

    public Fd socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
        namespace.close();
    }
}
