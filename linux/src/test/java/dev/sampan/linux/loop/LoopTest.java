package dev.sampan.linux.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Epoll;
import dev.sampan.linux.syscall.Events;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Pipes;
import dev.sampan.linux.syscall.Processes;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
    private final Loop loop = new Loop("loop-test");

    @AfterEach
    void end() {
        loop.close();
    }

    @Test
    void tellsWhatCameAndThatTheWriterIsGone() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var pipe = Pipes.pipe2(0)) {
            var registration = loop.register(pipe.reader(), Epoll.EPOLLIN, (self, events) -> {
                var bytes = Content.read(pipe.reader().number(), 10);
                seen.add(bytes.length == 0 ? "end" : new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
                if (bytes.length == 0) self.close();
            });
            Content.write(pipe.writer().number(), new byte[] {'h', 'i'});
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("hi");
            pipe.writer().close();
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("end");
            registration.close();
        }
    }

    @Test
    void aPausedRegistrationIsSilentEvenAfterAHangUp() throws Exception {
        var calls = new AtomicInteger();
        var called = new CountDownLatch(1);
        try (var pipe = Pipes.pipe2(0)) {
            try (var registration = loop.register(pipe.reader(), Epoll.EPOLLIN, (self, events) -> {
                calls.incrementAndGet();
                self.interest(0);
                called.countDown();
            })) {
                Content.write(pipe.writer().number(), new byte[] {1});
                pipe.writer().close();
                assertThat(called.await(5, TimeUnit.SECONDS)).isTrue();
                Thread.sleep(50);
                assertThat(calls).hasValue(1);
                registration.interest(Epoll.EPOLLIN);
                for (int i = 0; calls.get() < 2 && i < 500; i++) Thread.sleep(10);
                assertThat(calls.get()).isGreaterThanOrEqualTo(2);
            }
        }
    }

    @Test
    void manyVirtualThreadsWaitWithoutACarrierEach() throws Exception {
        var waiting = 200;
        var done = new CountDownLatch(waiting);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var event = Events.eventfd(0, Events.EFD_NONBLOCK)) {
            for (int i = 0; i < waiting; i++) {
                var copy = Files.duplicate(event.number(), 3);
                var unused = threads.submit(() -> {
                    try (copy) {
                        loop.whenReadable(copy).join();
                        done.countDown();
                    }
                });
            }
            Thread.sleep(50);
            assertThat(done.getCount()).isEqualTo(waiting);
            Events.add(event.number(), 1);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aProcessThatEndsMakesItsPidfdReadable() throws Exception {
        var process = new ProcessBuilder("sleep", "0.05").start();
        try (var pidfd = Processes.pidfdOpen((int) process.pid())) {
            loop.whenReadable(pidfd).get(5, TimeUnit.SECONDS);
        }
        assertThat(process.waitFor()).isZero();
    }

    /** The next open file gets the number that was just closed; a late EPOLL_CTL_DEL would take that one out. */
    @Test
    void aDescriptorThatIsClosedWhileWatchedDoesNotSilenceTheNextOneWithItsNumber() throws Exception {
        var closed = Events.eventfd(0, Events.EFD_NONBLOCK);
        // A supervisor holds the same open file: the kernel does not drop it from the set by itself.
        try (var theirs = Files.duplicate(closed.number(), 3)) {
            int number = closed.number();
            var stale = loop.register(closed, Epoll.EPOLLIN, (self, events) -> {});
            closed.close();
            try (var next = Events.eventfd(0, Events.EFD_NONBLOCK)) {
                assertThat(next.number()).isEqualTo(number);
                var told = loop.whenReadable(next);
                stale.close();
                Events.add(next.number(), 1);
                told.get(5, TimeUnit.SECONDS);
            }
            assertThat(theirs.isOpen()).isTrue();
        }
    }

    @Test
    void whoWaitsForADescriptorThatIsClosedIsTold() {
        var event = Events.eventfd(0, Events.EFD_NONBLOCK);
        var told = loop.whenReadable(event);
        event.close();
        assertThat(told).isCancelled();
    }

    @Test
    void aClosedDescriptorIsNotWatched() {
        var event = Events.eventfd(0, Events.EFD_NONBLOCK);
        event.close();
        assertThatThrownBy(() -> loop.whenReadable(event)).hasMessageContaining("EBADF");
    }

    /** Not only an exception: one container's StackOverflowError must not leave all others without their watcher. */
    @Test
    void aCallbackThatThrowsDoesNotEndTheLoop() throws Exception {
        try (var event = Events.eventfd(1, 0)) {
            for (Throwable thrown :
                    List.of(new IllegalStateException("on purpose"), new AssertionError("on purpose"))) {
                try (var copy = Files.duplicate(event.number(), 3)) {
                    var called = new CountDownLatch(1);
                    loop.register(copy, Epoll.EPOLLIN, (self, events) -> {
                        self.close();
                        called.countDown();
                        if (thrown instanceof Error error) throw error;
                        throw (RuntimeException) thrown;
                    });
                    assertThat(called.await(5, TimeUnit.SECONDS)).isTrue();
                }
            }
            try (var other = Files.duplicate(event.number(), 3)) {
                loop.whenReadable(other).get(5, TimeUnit.SECONDS);
            }
        }
    }
}
