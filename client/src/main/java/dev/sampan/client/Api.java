package dev.sampan.client;

import dev.sampan.client.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Docker API at one address. Paths are without a version, so that the daemon answers in its newest, unless a version is set
 * (DOCKER_API_VERSION). An answer of 400 and above becomes an {@link ApiException} with the daemon's message.
 */
public final class Api {
    private static final int HEAD_LINES = 200;
    private static final int LINE = 64 * 1024;
    private static final int ERROR_BODY = 1 << 20;

    private final SocketAddress address;
    private final String prefix;
    private final Deque<Connection> idle = new ArrayDeque<>();

    /** @param version "1.45", or "" for the daemon's newest */
    public Api(SocketAddress address, String version) {
        this.address = address;
        this.prefix = version.isEmpty() ? "" : "/v" + version;
    }

    /** Takes a connection already made, which showed that the daemon is there. */
    public void keep(Connection connection) {
        synchronized (idle) {
            idle.push(connection);
        }
    }

    public static Connection connect(SocketAddress address) throws IOException {
        return Connection.open(address);
    }

    public Response get(String path) throws IOException {
        return send("GET", path, null, Map.of());
    }

    public Response delete(String path) throws IOException {
        return send("DELETE", path, null, Map.of());
    }

    /** A POST without a body. */
    public Response post(String path) throws IOException {
        return send("POST", path, null, Map.of());
    }

    /** A POST of a JSON value. */
    public Response post(String path, Object json) throws IOException {
        return send(
                "POST",
                path,
                Json.write(json).getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));
    }

    /** A POST of a stream of unknown length, in chunks. */
    public Response post(String path, InputStream body, String type) throws IOException {
        Connection connection = take();
        head(connection, "POST", path, Map.of("Content-Type", type, "Transfer-Encoding", "chunked"), -1, new byte[0]);
        chunks(connection, body);
        return answer(connection, "POST");
    }

    private static void chunks(Connection connection, InputStream body) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            if (count > 0 && !chunk(connection, buffer, count)) {
                return;
            }
        }
        chunk(connection, buffer, 0);
    }

    /** False when the daemon reads no further: it has refused, and its answer, which says why, is there to be read. */
    private static boolean chunk(Connection connection, byte[] bytes, int count) {
        byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try {
            connection.write(size, 0, size.length);
            connection.write(bytes, 0, count);
            connection.write(new byte[] {'\r', '\n'}, 0, 2);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks for the connection itself; after it both sides are plain bytes. */
    public Hijacked hijack(String path, @Nullable Object json) throws IOException {
        byte[] body = json == null ? new byte[0] : Json.write(json).getBytes(StandardCharsets.UTF_8);
        Connection connection = Connection.open(address);
        var headers = new LinkedHashMap<String, String>();
        headers.put("Connection", "Upgrade");
        headers.put("Upgrade", "tcp");
        headers.put("Content-Type", json == null ? "text/plain" : "application/json");
        head(connection, "POST", path, headers, body.length, body);
        answer(connection, "POST");
        return new Hijacked(connection);
    }

    private Response send(String method, String path, byte @Nullable [] body, Map<String, String> headers)
            throws IOException {
        Connection connection = take();
        int length = body != null ? body.length : method.equals("POST") ? 0 : -1;
        head(connection, method, path, headers, length, body == null ? new byte[0] : body);
        return answer(connection, method);
    }

    private Connection take() throws IOException {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return Connection.open(address);
    }

    /** Head and body in one write: a small request is one packet, and the daemon wakes up once. */
    private void head(
            Connection connection, String method, String path, Map<String, String> headers, int length, byte[] body)
            throws IOException {
        var head = new StringBuilder(method)
                .append(' ')
                .append(prefix)
                .append(path)
                .append(" HTTP/1.1\r\nHost: sampan\r\nUser-Agent: sampan-cli\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (length >= 0) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        byte[] text = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(text, text.length + body.length);
        System.arraycopy(body, 0, bytes, text.length, body.length);
        connection.write(bytes, 0, bytes.length);
    }

    private Response answer(Connection connection, String method) throws IOException {
        String status = connection.readLine(LINE);
        if (!status.matches("HTTP/1\\.[01] [1-5][0-9][0-9].*")) {
            connection.close();
            throw new IOException("the daemon's answer is not HTTP: " + status);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        var headers = new LinkedHashMap<String, String>();
        for (String line = connection.readLine(LINE); !line.isEmpty(); line = connection.readLine(LINE)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() >= HEAD_LINES) {
                connection.close();
                throw new IOException("the daemon's answer has a bad header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (code == 101) {
            return new Response(InputStream.nullInputStream());
        }
        boolean reusable = !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        InputStream body = Body.of(connection, code, method, headers, () -> {
            if (reusable) {
                keep(connection);
            }
        });
        if (code >= 400) {
            throw new ApiException(code, message(code, body));
        }
        return new Response(body);
    }

    private static String message(int code, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(ERROR_BODY);
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            try {
                if (Json.object(Json.parse(bytes)).get("message") instanceof String message) {
                    return message.strip();
                }
            } catch (IOException e) {
                return text;
            }
        }
        return text.isEmpty() ? "request returned " + code : text;
    }
}
