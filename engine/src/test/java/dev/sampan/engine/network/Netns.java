package dev.sampan.engine.network;

import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.syscall.Sockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A network namespace of its own, held by a descriptor, with a route socket inside: what a launch plan hands to a driver. */
public final class Netns implements AutoCloseable {

    private final Fd namespace;
    private final Fd socket;
    private final List<Process> processes = new ArrayList<>();

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

    public NetnsAccess access() {
        return new NetnsAccess(namespace, socket);
    }

    /** Runs a command inside and answers what it wrote. */
    public String run(String... command) throws IOException, InterruptedException {
        var nsenter = new ArrayList<String>(
                List.of("nsenter", "--net=/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace.number(), "--"));
        nsenter.addAll(List.of(command));
        var process = new ProcessBuilder(nsenter).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** Starts a command inside that ends with this namespace's close. */
    public Process start(String... command) throws IOException {
        var nsenter = new ArrayList<String>(
                List.of("nsenter", "--net=/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace.number(), "--"));
        nsenter.addAll(List.of(command));
        var process = new ProcessBuilder(nsenter)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return process;
    }

    @Override
    public void close() {
        processes.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        socket.close();
        namespace.close();
    }
}
