package dev.sampan.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The answer. A body that is done before it is large goes out with its length, in one write with the head; what is flushed or
 * grows goes out in chunks.
 */
public final class Response extends OutputStream {
    private static final int BUFFER = 4096;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Date(long second, String text) {}

    private static volatile Date date = new Date(0, "");

    private final Wire wire;
    private final Headers headers = new Headers();
    private final boolean head;
    private final boolean http10;
    private final boolean keepAlive;
    private final java.util.function.BooleanSupplier mustClose;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private int status = 200;
    private boolean committed;
    private boolean chunked;
    private boolean close;

    /** @param mustClose asked when the head is sent: whether the connection cannot go on after this answer */
    Response(Wire wire, RequestReader.Head request, boolean keepAlive, java.util.function.BooleanSupplier mustClose) {
        this.wire = wire;
        this.head = request.method().equals("HEAD");
        this.http10 = request.minorVersion() == 0;
        this.keepAlive = keepAlive;
        this.mustClose = mustClose;
    }

    public Headers headers() {
        return headers;
    }

    public void status(int code) {
        status = code;
    }

    /** Whether the head is on its way, so that neither status nor headers can change. */
    public boolean committed() {
        return committed;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (length > buffer.length - buffered) {
            flush();
            if (length > buffer.length) {
                send(bytes, from, length);
                return;
            }
        }
        System.arraycopy(bytes, from, buffer, buffered, length);
        buffered += length;
    }

    /** What was written and is not out yet does not go out: an error takes its place. */
    public void forgetBody() {
        buffered = 0;
        headers.remove("Content-Length");
    }

    /** The head, if it is not out yet, and all that was written goes to the client now. */
    @Override
    public void flush() throws IOException {
        if (!committed) {
            chunked = !http10 && !headers.has("Content-Length") && mayHaveBody();
            close |= http10 && !headers.has("Content-Length");
            commit(buffer, 0, 0);
        }
        send(buffer, 0, buffered);
        buffered = 0;
    }

    private void send(byte[] bytes, int from, int length) throws IOException {
        if (length == 0 || head || !mayHaveBody()) {
            return;
        }
        if (!chunked) {
            wire.write(bytes, from, length);
            return;
        }
        byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] chunk = new byte[size.length + length + 2];
        System.arraycopy(size, 0, chunk, 0, size.length);
        System.arraycopy(bytes, from, chunk, size.length, length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        wire.write(chunk, 0, chunk.length);
    }

    /** Ends the answer. Returns whether the connection may carry another request. */
    boolean finish() throws IOException {
        if (!committed) {
            if (mayHaveBody() && !headers.has("Content-Length")) {
                headers.set("Content-Length", String.valueOf(buffered));
            }
            commit(buffer, 0, head || !mayHaveBody() ? 0 : buffered);
        } else {
            send(buffer, 0, buffered);
            if (chunked && !head) {
                byte[] last = {'0', '\r', '\n', '\r', '\n'};
                wire.write(last, 0, last.length);
            }
        }
        return !close;
    }

    private boolean mayHaveBody() {
        return status >= 200 && status != 204 && status != 304;
    }

    private void commit(byte[] body, int from, int length) throws IOException {
        committed = true;
        close |= !keepAlive || headers.hasToken("Connection", "close") || mustClose.getAsBoolean();
        var text = new StringBuilder(320);
        text.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason(status))
                .append("\r\n");
        headers.appendTo(text);
        if (!headers.has("Date")) {
            text.append("Date: ").append(now()).append("\r\n");
        }
        if (chunked) {
            text.append("Transfer-Encoding: chunked\r\n");
        }
        if (close && !http10 && !headers.has("Connection")) {
            text.append("Connection: close\r\n");
        } else if (!close && http10) {
            text.append("Connection: keep-alive\r\n");
        }
        byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[head.length + length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, from, all, head.length, length);
        wire.write(all, 0, all.length);
    }

    private static String now() {
        long second = System.currentTimeMillis() / 1000;
        Date last = date;
        if (last.second() != second) {
            last = new Date(second, DATE.format(Instant.ofEpochSecond(second)));
            date = last;
        }
        return last.text();
    }

    private static String reason(int status) {
        return switch (status) {
            case 101 -> "UPGRADED";
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 301 -> "Moved Permanently";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 413 -> "Request Entity Too Large";
            case 417 -> "Expectation Failed";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            default -> "status code " + status;
        };
    }
}
