package dev.sampan.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One request and its answer, as a handler sees them. */
public final class Exchange {
    private final RequestReader.Head head;
    private final Body body;
    private final Response response;
    private final Input in;
    private final Wire wire;
    private final Deadlines deadlines;
    private boolean hijacked;

    Exchange(RequestReader.Head head, Body body, Response response, Input in, Wire wire, Deadlines deadlines) {
        this.head = head;
        this.body = body;
        this.response = response;
        this.in = in;
        this.wire = wire;
        this.deadlines = deadlines;
    }

    /** What becomes of each request. Exceptions other than the connection's own end it with a line in the log. */
    @FunctionalInterface
    public interface Handler {
        void handle(Exchange exchange) throws IOException;
    }

    public String method() {
        return head.method();
    }

    /** Unescaped, not cleaned: "/containers/../x" is possible. */
    public String path() {
        return head.target().path();
    }

    /** {@link #path} without dots and double slashes. */
    public String cleanPath() {
        return head.target().cleanPath();
    }

    /** A Location for {@link #cleanPath}, with the query. */
    public String cleanLocation() {
        return head.target().location(cleanPath());
    }

    /** As in the request line, still escaped. */
    public String query() {
        return head.target().query();
    }

    public Headers requestHeaders() {
        return head.headers();
    }

    /** Its first read sends the "100 Continue" that a client may wait for. */
    public InputStream body() {
        return body;
    }

    /** A time that has begun; closed when what was to happen in it has happened. */
    public interface Limit extends AutoCloseable {
        @Override
        void close();
    }

    /** The connection ends after this time, whoever reads or writes on it then. */
    public Limit endsAfter(Duration time) {
        return deadlines.after(time, wire::close);
    }

    /** Whether the head already says that there is no body. An empty chunked body is not known to be empty. */
    public boolean hasNoBody() {
        return body.empty();
    }

    /** In bytes; a chunked body's length is unknown, which counts as endless. */
    public long bodyLength() {
        return head.bodyLength() < 0 ? Long.MAX_VALUE : head.bodyLength();
    }

    public Response response() {
        return response;
    }

    /** The client asked to leave HTTP after the answer's head: {@code Connection: Upgrade}. */
    public boolean wantsUpgrade() {
        return head.headers().hasToken("Connection", "Upgrade")
                && head.headers().has("Upgrade");
    }

    /**
     * From here on, the end of the client interrupts the calling thread, until the handler returns. For answers that wait or
     * stream; the request's body must have been read.
     */
    public void interruptWhenClientLeaves() throws IOException {
        Thread handler = Thread.currentThread();
        whenClientLeaves(handler::interrupt);
    }

    /** Calls {@code gone} on another thread, at most once, if the client ends before the answer does. */
    public void whenClientLeaves(Runnable gone) throws IOException {
        if (body.skipRest(Connection.MOST_SKIPPED)) {
            in.watch(gone);
        }
    }

    /** Both directions of the connection after HTTP: what the client sent too early is in the input. */
    public record Duplex(Wire wire, InputStream input) {}

    /** Sends {@code head} as it is (status line, fields, empty line) and leaves HTTP: the connection ends with the handler. */
    public Duplex hijack(String head) throws IOException {
        if (response.committed()) {
            throw new IllegalStateException("hijack after the answer has begun");
        }
        body.skipRest(Connection.MOST_SKIPPED);
        hijacked = true;
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        wire.write(bytes, 0, bytes.length);
        return new Duplex(wire, new Rest(in));
    }

    /** Whether HTTP was left: nothing of it may be written any more. */
    public boolean hijacked() {
        return hijacked;
    }

    private static final class Rest extends InputStream {
        private final Input in;

        Rest(Input in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return in.read(into, from, length);
        }
    }
}
