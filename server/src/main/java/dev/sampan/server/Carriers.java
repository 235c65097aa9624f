package dev.sampan.server;

import dev.sampan.linux.syscall.Events;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The platform threads that run the virtual ones: all are there before the first client, and stay.
 *
 * <p>The JDK makes them on demand and ends them after 30 idle seconds. While the machine has no process number left (pids.max, threads-max)
 * it can make none, and then virtual threads are lost for ever: a carrier that may not start another ends with the virtual thread that it
 * had just taken, and a pool without carriers is not told of a queue that holds something already.
 *
 * <p>JDK 25's ForkJoinPool makes a thread only while it has fewer than its parallelism (signalWork), or in the place of one that blocks in
 * a file, up to its maximum (tryCompensate); so both are the same number here. It ends a thread only after a time in which none was busy
 * (awaitWork); so one is always busy.
 */
final class Carriers {

    /** More than processors, since some calls block: of files, and of the kernel's that have no other way. One is held for ever. */
    private static final int NUMBER = 17;

    private Carriers() {}

    /** To be called before anybody starts a virtual thread. */
    static void startAll() throws IOException, InterruptedException {
        System.setProperty("jdk.virtualThreadScheduler.parallelism", String.valueOf(NUMBER));
        System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", String.valueOf(NUMBER));
        Fd gate = Events.eventfd(1, Events.EFD_SEMAPHORE);
        Events.take(gate.number()); // loads its classes: below, whoever comes to this call keeps his carrier until it
        // returns
        var there = new CountDownLatch(NUMBER);
        for (int i = 0; i < NUMBER; i++) {
            Thread.ofVirtual().name("carried").start(() -> {
                there.countDown();
                Events.take(gate.number());
            });
        }
        if (!there.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("virtual threads ran before their carriers were made");
        }
        Events.add(gate.number(), NUMBER - 1); // all but one
        startTimers();
        startPoller();
    }

    /** One of the common pool for CompletableFuture, one for the timed waits of virtual threads. */
    private static void startTimers() throws InterruptedException {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run))
                .join();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .join();
    }

    /** It wakes who waits for a socket. */
    private static void startPoller() throws IOException, InterruptedException {
        var pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            var reader = Thread.ofVirtual().start(() -> {
                try {
                    source.read(ByteBuffer.allocate(1));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            while (reader.isAlive() && reader.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            sink.write(ByteBuffer.allocate(1));
            reader.join();
        }
    }
}
