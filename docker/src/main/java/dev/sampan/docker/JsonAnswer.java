package dev.sampan.docker;

import dev.sampan.api.Json;
import dev.sampan.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.exc.JacksonIOException;

/** JSON on its way to the client: with its length while it is small; a long list is never in memory as a whole. */
final class JsonAnswer extends OutputStream {

    private static final int SMALL = 64 << 10;

    private final Response response;
    private byte[] kept = new byte[1024];
    private int length;
    private boolean large;

    private JsonAnswer(Response response) {
        this.response = response;
    }

    /** The value and a line end. */
    static void write(Response response, Object answer) throws IOException {
        var out = new JsonAnswer(response);
        try {
            Json.write(out, answer);
        } catch (JacksonIOException e) {
            throw e.getCause(); // the client left
        }
        out.write('\n');
        out.end();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (!large && length + count > SMALL) {
            large = true;
            response.write(kept, 0, length);
            kept = new byte[0];
        }
        if (large) {
            response.write(bytes, from, count);
            return;
        }
        if (length + count > kept.length) {
            kept = java.util.Arrays.copyOf(kept, Math.max(2 * kept.length, length + count));
        }
        System.arraycopy(bytes, from, kept, length, count);
        length += count;
    }

    private void end() throws IOException {
        if (!large) {
            response.headers().set("Content-Length", String.valueOf(length));
            response.write(kept, 0, length);
        }
    }

    /** Not from the mapper, which closes what it has written to. */
    @Override
    public void close() {}
}
