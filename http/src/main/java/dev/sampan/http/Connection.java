package dev.sampan.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The requests of one connection, in turn, on one virtual thread. */
final class Connection implements Runnable {
    /** An unread body up to this size is dropped, so that the connection can go on; a longer one ends it (as in Go). */
    static final int MOST_SKIPPED = 256 << 10;

    private static final Logger LOG = System.getLogger(Connection.class.getName());
    /** dockerd's ReadHeaderTimeout. */
    private static final Duration HEAD_TIME = Duration.ofMinutes(5);
    /** A refused client gets this long to read the answer before a close with unread data would destroy it. */
    private static final Duration LINGER_TIME = Duration.ofMillis(500);

    private static final Duration HIJACKED_LINGER_TIME = Duration.ofSeconds(10);

    private final Wire wire;
    private final Input in;
    private final Exchange.Handler handler;
    private final Deadlines deadlines;

    Connection(Wire wire, Exchange.Handler handler, Deadlines deadlines) {
        this.wire = wire;
        this.in = new Input(wire);
        this.handler = handler;
        this.deadlines = deadlines;
    }

    @Override
    public void run() {
        var reader = new RequestReader(in);
        try {
            while (in.await()) {
                Optional<RequestReader.Head> head = in.holdsEmptyLine() ? reader.next() : slowHead(reader);
                if (head.isEmpty() || !serve(head.get())) {
                    return;
                }
            }
        } catch (BadRequest e) {
            refuse(e);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a client left: {0}", e.getMessage());
        } finally {
            wire.close();
        }
    }

    private Optional<RequestReader.Head> slowHead(RequestReader reader) throws IOException {
        try (var _ = deadlines.after(HEAD_TIME, wire::close)) {
            return reader.next();
        }
    }

    private boolean serve(RequestReader.Head head) throws IOException {
        boolean expects = head.headers().has("Expect");
        var body = new Body(in, head.bodyLength(), () -> {
            if (expects && head.minorVersion() > 0) {
                write("HTTP/1.1 100 Continue\r\n\r\n");
            }
        });
        var response = new Response(wire, head, keepsAlive(head), () -> expects && !body.begun() || body.broken());
        if (expects && !head.headers().hasToken("Expect", "100-continue")) {
            response.status(417);
            response.headers().set("Connection", "close");
            response.finish();
            linger(LINGER_TIME);
            return false;
        }
        var exchange = new Exchange(head, body, response, in, wire, deadlines);
        handler.handle(exchange);
        if (exchange.hijacked()) {
            // the client may still be sending, and closes when it has read our end
            linger(HIJACKED_LINGER_TIME);
            return false;
        }
        boolean goesOn = response.finish() && !Thread.interrupted();
        if (goesOn && !body.broken() && body.skipRest(MOST_SKIPPED)) {
            return true;
        }
        if (!body.ended()) {
            linger(LINGER_TIME);
        }
        return false;
    }

    private static boolean keepsAlive(RequestReader.Head head) {
        return head.minorVersion() == 0
                ? head.headers().hasToken("Connection", "keep-alive")
                : !head.headers().hasToken("Connection", "close");
    }

    private void refuse(BadRequest why) {
        write(why.answer());
        linger(LINGER_TIME);
    }

    /** An end for the peer's reader, then its own end is awaited for a moment. */
    private void linger(Duration time) {
        try (var _ = deadlines.after(time, wire::close)) {
            wire.shutdownOutput();
            byte[] sink = new byte[8192];
            while (in.read(sink, 0, sink.length) >= 0) {
                // dropped
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a refused client left: {0}", e.getMessage());
        }
    }

    private void write(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            wire.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("answer a client", e);
        }
    }
}
