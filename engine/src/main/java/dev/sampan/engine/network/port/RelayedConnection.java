package dev.sampan.engine.network.port;

import dev.sampan.engine.error.Undo;
import dev.sampan.linux.loop.Loop;
import dev.sampan.linux.loop.Registration;
import dev.sampan.linux.syscall.Epoll;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Pipes;
import dev.sampan.linux.syscall.Sockets;
import java.util.function.Consumer;

/** Two sockets that speak to each other through us, each direction ending by itself (half-close). */
final class RelayedConnection implements AutoCloseable {

    private static final int PIPE_CAPACITY = 65536;

    private final Fd client;
    private final Fd server;
    private final Flow toServer;
    private final Flow toClient;
    private final Consumer<RelayedConnection> onEnd;
    private Registration clientWatch;
    private Registration serverWatch;
    private boolean closed;

    private RelayedConnection(Flow toServer, Flow toClient, Consumer<RelayedConnection> onEnd) {
        this.client = toServer.from;
        this.server = toServer.to;
        this.onEnd = onEnd;
        this.toServer = toServer;
        this.toClient = toClient;
    }

    /** Owns both sockets from now on; they stay the caller's when it throws. */
    static RelayedConnection open(Fd client, Fd server, Consumer<RelayedConnection> onEnd) {
        try (var undo = new Undo()) {
            var toServer = new Flow(client, server);
            undo.add("close the first pipe", toServer.pipe::close);
            var connection = new RelayedConnection(toServer, new Flow(server, client), onEnd);
            undo.commit();
            return connection;
        }
    }

    /** The server's socket is writable when it is connected; nothing is read before. */
    synchronized void start() {
        clientWatch = Loop.shared().register(client, 0, (self, events) -> ready());
        serverWatch = Loop.shared().register(server, Epoll.EPOLLOUT, (self, events) -> ready());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        client.close(); // and its watch
        server.close();
        toServer.pipe.close();
        toClient.pipe.close();
        onEnd.accept(this);
    }

    private synchronized void ready() {
        if (closed) {
            return;
        }
        try {
            toServer.pump();
            toClient.pump();
            if (toServer.ended && toClient.ended) {
                close();
                return;
            }
            clientWatch.interest(toServer.wantsToRead() | toClient.wantsToWrite());
            serverWatch.interest(toClient.wantsToRead() | toServer.wantsToWrite());
        } catch (ErrnoException e) {
            close(); // one side reset, the container does not listen, or it cannot be watched
        }
    }

    private static final class Flow {
        private final Fd from;
        private final Fd to;
        private final Pipes.Pipe pipe = Pipes.pipe2(Files.O_NONBLOCK);
        private long held;
        private boolean end;
        private boolean ended;

        Flow(Fd from, Fd to) {
            this.from = from;
            this.to = to;
        }

        int wantsToRead() {
            return !end && held == 0 ? Epoll.EPOLLIN : 0;
        }

        int wantsToWrite() {
            return held > 0 ? Epoll.EPOLLOUT : 0;
        }

        void pump() {
            boolean moved = true;
            while (moved && !ended) {
                moved = fill() | drain();
                if (end && held == 0) {
                    Sockets.shutdown(to.number(), Sockets.SHUT_WR);
                    ended = true;
                }
            }
        }

        private boolean fill() {
            if (end || held > 0) {
                return false;
            }
            long count = Pipes.splice(
                    from.number(),
                    pipe.writer().number(),
                    PIPE_CAPACITY,
                    Pipes.SPLICE_F_MOVE | Pipes.SPLICE_F_NONBLOCK);
            end = count == 0;
            held += Math.max(count, 0);
            return count > 0;
        }

        private boolean drain() {
            if (held == 0) {
                return false;
            }
            long count = Pipes.splice(
                    pipe.reader().number(), to.number(), held, Pipes.SPLICE_F_MOVE | Pipes.SPLICE_F_NONBLOCK);
            held -= Math.max(count, 0);
            return count > 0;
        }
    }
}
