package dev.sampan.client;

import dev.sampan.client.json.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A successful answer. */
public record Response(InputStream body) implements Closeable {
    public byte[] bytes() throws IOException {
        try (this) {
            return body.readAllBytes();
        }
    }

    public @Nullable Object json() throws IOException {
        return Json.parse(bytes());
    }

    /** The answer as an object; an error if it is something else. */
    public Map<String, @Nullable Object> object() throws IOException {
        return Json.object(json());
    }

    /** The answer as a list; null counts as empty. */
    public List<@Nullable Object> list() throws IOException {
        return Json.list(json());
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
