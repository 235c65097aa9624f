package dev.sampan.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Pipes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PumpTest {

    /** After its end the pipe's descriptor may be closed: the number may be another file's. */
    @Test
    @Timeout(60)
    void readsNothingAfterItsEndThoughAnotherThreadDrains() throws Exception {
        var late = new AtomicInteger();
        for (int round = 0; round < 2000; round++) {
            var over = new AtomicBoolean();
            try (var pipe = Pipes.pipe2(Files.O_NONBLOCK)) {
                var pump = new Pump(StreamType.STDOUT, pipe.reader(), Loop.shared(), (stream, chunk) -> {
                    spin(50_000);
                    if (over.get()) {
                        late.incrementAndGet();
                    }
                });
                var others = List.of(repeat(over, pump::drainNow), repeat(over, () -> {
                    Content.write(pipe.writer().number(), new byte[1]);
                    LockSupport.parkNanos(100_000);
                }));
                pump.start();
                pump.stop();
                pump.ended().join();
                over.set(true);
                for (Thread other : others) {
                    other.join();
                }
            }
        }
        assertThat(late).hasValue(0);
    }

    private static Thread repeat(AtomicBoolean over, Runnable work) {
        return Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                work.run();
            }
        });
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
