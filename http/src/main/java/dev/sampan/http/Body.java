package dev.sampan.http;

import java.io.IOException;
import java.io.InputStream;

/** A request's body. Its first read tells a client that waits for it to go on (100 Continue). */
final class Body extends InputStream {
    private static final int MAX_CHUNK_LINE = 4096;
    private static final int MAX_TRAILERS = 16 << 10;

    private final Input in;
    private final boolean chunked;
    private final boolean empty;
    private final Runnable continued;
    private boolean begun;
    private boolean ended;
    private boolean broken;
    /** Of the content, or of the current chunk. */
    private long left;

    /** @param length -1 for chunked */
    Body(Input in, long length, Runnable continued) {
        this.in = in;
        this.chunked = length < 0;
        this.left = Math.max(length, 0);
        this.empty = length == 0;
        this.ended = empty;
        this.continued = continued;
    }

    /** Whether the request said that it has none: a Content-Length of 0 or no word of a body at all. */
    boolean empty() {
        return empty;
    }

    boolean begun() {
        return begun || ended;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** What follows on the connection cannot be told from the body. */
    boolean broken() {
        return broken;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        broken = true;
        int n = readSome(into, from, length);
        broken = false;
        return n;
    }

    private int readSome(byte[] into, int from, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        if (!begun) {
            begun = true;
            continued.run();
            if (chunked) {
                nextChunk();
            }
        }
        if (ended) {
            return -1;
        }
        int n = in.read(into, from, (int) Math.min(length, left));
        if (n < 0) {
            throw new IOException("unexpected EOF");
        }
        left -= n;
        if (left == 0) {
            if (chunked) {
                expectLineEnd();
                nextChunk();
            } else {
                ended = true;
            }
        }
        return n;
    }

    /** Reads and drops at most {@code most} bytes. True if the body ended within them. */
    boolean skipRest(int most) throws IOException {
        byte[] sink = new byte[4096];
        int dropped = 0;
        while (!ended && dropped <= most) {
            int n = read(sink, 0, sink.length);
            dropped += Math.max(n, 0);
        }
        return ended;
    }

    private void nextChunk() throws IOException {
        String line = line();
        int semicolon = line.indexOf(';');
        left = chunkSize((semicolon < 0 ? line : line.substring(0, semicolon)).stripTrailing());
        if (left == 0) {
            skipTrailers();
            ended = true;
        }
    }

    /** They are allowed and say nothing to us; without a bound they would never end. */
    private void skipTrailers() throws IOException {
        int read = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            read += line.length();
            if (read > MAX_TRAILERS) {
                throw new IOException("http: suspiciously long trailer after chunked body");
            }
        }
    }

    private static long chunkSize(String digits) throws IOException {
        if (digits.isEmpty() || digits.length() > 15) {
            throw new IOException(
                    digits.isEmpty() ? "empty hex number for chunk length" : "http chunk length too large");
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), 16) < 0) {
                throw new IOException("invalid byte in chunk length");
            }
        }
        return Long.parseLong(digits, 16);
    }

    private void expectLineEnd() throws IOException {
        if (in.read() != '\r' || in.read() != '\n') {
            throw new IOException("malformed chunked encoding");
        }
    }

    private String line() throws IOException {
        var text = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("unexpected EOF");
            }
            if (c == '\n') {
                int end = text.length();
                return end > 0 && text.charAt(end - 1) == '\r' ? text.substring(0, end - 1) : text.toString();
            }
            text.append((char) c);
            if (text.length() > MAX_CHUNK_LINE) {
                throw new IOException("http: chunk line too long");
            }
        }
    }
}
