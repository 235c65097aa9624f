package dev.sampan.engine.runtime;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.trace.Tracer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Calls that look into a container's files, or at a path of the host that a request names. It may lie on a file system that does not
 * answer (FUSE, NFS, a frozen one): no flag of open(2) keeps a look-up there from waiting, so it waits in a thread of its own, which
 * the answer or the end of the file system's server sets free. A virtual thread would keep its carrier from all others.
 */
public final class Deadline {

    private static final Duration MOST = Duration.ofSeconds(5);

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("files-", 0).factory());

    private Deadline() {}

    /** @throws SystemFailure when the work takes longer; what it throws itself is passed on */
    public static <T> T meet(String what, Supplier<T> work) {
        var result = CompletableFuture.supplyAsync(Tracer.carried(work), THREADS);
        try {
            return result.get(MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            result.thenAccept(Deadline::close);
            throw new SystemFailure(what + ": no answer within " + MOST.toSeconds() + " seconds", late);
        } catch (InterruptedException interrupted) {
            result.thenAccept(Deadline::close);
            Thread.currentThread().interrupt();
            throw new SystemFailure(what + ": interrupted", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(failed.getCause());
        }
    }

    private static void close(Object late) {
        if (late instanceof Fd descriptor) {
            descriptor.close();
        }
    }
}
