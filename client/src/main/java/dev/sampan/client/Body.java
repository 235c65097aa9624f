package dev.sampan.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;

/** The body of an answer by its framing: length, chunks, or up to the end of the connection. */
final class Body extends InputStream {
    private final Connection connection;
    private final Runnable whole;
    private final boolean chunked;
    private long left;
    private boolean ended;
    private boolean first = true;

    private Body(Connection connection, boolean chunked, long left, Runnable whole) {
        this.connection = connection;
        this.chunked = chunked;
        this.left = left;
        this.whole = whole;
        if (!chunked && left == 0) {
            end();
        }
    }

    /** @param whole told when the body was read to its end and the connection is free for the next request */
    static InputStream of(Connection connection, int status, String method, Map<String, String> headers, Runnable whole)
            throws IOException {
        if (status == 204 || status == 304 || method.equals("HEAD")) {
            return new Body(connection, false, 0, whole);
        }
        String encoding = headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
        if (encoding.equals("chunked")) {
            return new Body(connection, true, 0, whole);
        }
        String length = headers.get("content-length");
        if (length != null) {
            if (!length.matches("[0-9]{1,18}")) {
                throw new IOException("the daemon's answer has a bad Content-Length: " + length);
            }
            return new Body(connection, false, Long.parseLong(length), whole);
        }
        return connection.stream();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ended && chunked && left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = connection.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("unexpected EOF");
        }
        left -= count;
        if (left == 0 && !chunked) {
            end();
        }
        return count;
    }

    private void nextChunk() throws IOException {
        if (!first) {
            connection.readLine(2);
        }
        first = false;
        String line = connection.readLine(1024);
        int semicolon = line.indexOf(';');
        String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new IOException("the daemon's answer has a bad chunk size: " + size);
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            while (!connection.readLine(64 * 1024).isEmpty()) {
                // Trailers carry nothing that the command uses.
            }
            end();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            whole.run();
        }
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            connection.close();
        }
    }
}
