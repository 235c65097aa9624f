package dev.sampan.engine.network.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.network.PublishedPort;
import dev.sampan.linux.syscall.Call;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.InternetSockets;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A kernel call of a relay fails, each in its turn: nothing stays open of who was to be relayed, and the next one is. */
@Timeout(120)
class RelayFaultsTest {

    private static final InetAddress HOST = InetAddress.ofLiteral("::1");
    private static final InetAddress CONTAINER = InetAddress.ofLiteral("127.0.0.1");

    /** What the JDK keeps for ever from its first connection on, and the epoll loop. */
    @BeforeAll
    static void whatStaysIsThere() throws IOException {
        try (var server = new ServerSocket(0, 50, CONTAINER);
                var port = held("tcp", server.getLocalPort())) {
            Thread.ofVirtual().start(() -> answer(server));
            port.serve(CONTAINER);
            talk(port.port().hostPort());
        }
    }

    @Test
    void aConnectionThatFailsLeavesNothingOpen() throws IOException {
        int at = 0;
        while (connections(at)) {
            at++;
        }
        assertThat(at).isGreaterThan(8);
    }

    /** @return whether the fault was met */
    private static boolean connections(int at) throws IOException {
        long before = open();
        try (var server = new ServerSocket(0, 50, CONTAINER);
                var port = held("tcp", server.getLocalPort())) {
            Thread.ofVirtual().start(() -> answer(server));
            port.serve(CONTAINER);
            long idle = open();
            boolean met;
            try (var fault = new Fault("sampan-loop", _ -> true, at)) {
                talk(port.port().hostPort());
                met = fault.met();
            }
            awaitOpen(idle, at);
            assertThat(talk(port.port().hostPort())).isEqualTo(7);
            awaitOpen(idle, at);
            return met;
        } finally {
            awaitOpen(before, at);
        }
    }

    @Test
    void aSenderThatFailsLeavesNothingOpen() throws IOException {
        int at = 0;
        while (datagrams(at)) {
            at++;
        }
        assertThat(at).isGreaterThan(4);
    }

    private static boolean datagrams(int at) throws IOException {
        long before = open();
        try (var server = new DatagramSocket(0, CONTAINER);
                var port = held("udp", server.getLocalPort());
                var sender = new DatagramSocket(0, HOST)) {
            port.serve(CONTAINER);
            boolean met;
            try (var fault = new Fault("sampan-loop", _ -> true, at)) {
                send(sender, port, server, 3);
                met = fault.met();
            }
            assertThat(send(sender, port, server, 40)).isTrue();
            return met;
        } finally {
            awaitOpen(before, at);
        }
    }

    @Test
    void aPortThatCouldNotBeServedIsServedAtTheNextAttempt() throws IOException {
        try (var server = new ServerSocket(0, 50, CONTAINER);
                var port = held("tcp", server.getLocalPort())) {
            Thread.ofVirtual().start(() -> answer(server));
            try (var _ = new Fault(Thread.currentThread().getName(), "setsockopt"::equals, 0)) {
                assertThatThrownBy(() -> port.serve(CONTAINER)).isInstanceOf(ErrnoException.class);
            }
            port.serve(CONTAINER);
            assertThat(talk(port.port().hostPort())).isEqualTo(7);
        }
    }

    private static HeldPort held(String protocol, int containerPort) throws IOException {
        int free;
        try (var taken = new ServerSocket(0, 50, HOST)) {
            free = taken.getLocalPort();
        }
        Fd socket = InternetSockets.hold(
                HOST, free, protocol.equals("tcp") ? InternetSockets.IPPROTO_TCP : InternetSockets.IPPROTO_UDP);
        return new HeldPort(new PublishedPort(protocol, containerPort, HOST, free), socket);
    }

    private static void answer(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(7);
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                // The relay gave up, or the test is over.
            }
        }
    }

    /** @return what the container said, or -1 when it was not reached */
    private static int talk(int port) throws IOException {
        try (var client = new Socket()) {
            client.setSoTimeout(10_000);
            client.connect(new InetSocketAddress(HOST, port), 10_000);
            client.getOutputStream().write(new byte[1000]);
            client.shutdownOutput();
            int said = client.getInputStream().read();
            while (client.getInputStream().read() >= 0) {
                continue; // until both ways have ended
            }
            return said;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Sent again until it is there, as datagrams may be lost. */
    private static boolean send(DatagramSocket sender, HeldPort port, DatagramSocket server, int tries)
            throws IOException {
        server.setSoTimeout(100);
        for (int i = 0; i < tries; i++) {
            sender.send(new DatagramPacket(new byte[3], 3, HOST, port.port().hostPort()));
            try {
                server.receive(new DatagramPacket(new byte[9], 9));
                return true;
            } catch (SocketTimeoutException e) {
                // again
            }
        }
        return false;
    }

    private static void awaitOpen(long expected, int at) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (open() != expected && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(open()).as("open after a fault at call " + at).isEqualTo(expected);
    }

    private static long open() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    /** Once, the n-th call of a thread is refused. */
    private static final class Fault implements AutoCloseable {
        private final AtomicInteger calls = new AtomicInteger();
        private volatile boolean met;

        Fault(String thread, Predicate<String> call, int at) {
            Call.before(name -> {
                if (Thread.currentThread().getName().equals(thread)
                        && !name.equals("close")
                        && call.test(name)
                        && calls.getAndIncrement() == at) {
                    met = true;
                    throw new ErrnoException(name, "injected", Errno.ENOMEM);
                }
            });
        }

        boolean met() {
            return met;
        }

        @Override
        public void close() {
            Call.before(name -> {});
        }
    }
}
