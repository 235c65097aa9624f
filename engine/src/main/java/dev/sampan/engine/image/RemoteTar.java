package dev.sampan.engine.image;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.Forbidden;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A tar that import fetches itself; its failures are told as Docker's Go client tells them. */
final class RemoteTar {

    private static final Duration CONNECT = Duration.ofSeconds(30);

    /** Of what the other side says about its refusal. */
    private static final int MAX_REASON = 1024;

    private static final Map<Integer, String> REASONS = Map.of(
            400, " Bad Request",
            401, " Unauthorized",
            403, " Forbidden",
            404, " Not Found",
            500, " Internal Server Error",
            502, " Bad Gateway",
            503, " Service Unavailable");

    private RemoteTar() {}

    /** Throws NotFound for a 404 and for a host that has no address, SystemFailure when nothing listens there. */
    static InputStream open(String address) {
        URI uri = parse(address.contains("://") ? address : "http://" + address);
        String failed = "Get \"" + uri + "\": ";
        if (!uri.getScheme().matches("https?")) {
            throw new SystemFailure(failed + "unsupported protocol scheme \"" + uri.getScheme() + "\"");
        }
        var client = HttpClient.newBuilder()
                .followRedirects(Redirect.NORMAL)
                .connectTimeout(CONNECT)
                // Its own would wait for ever for a platform thread that cannot be made.
                .executor(task -> Thread.ofVirtual().name("import").start(task))
                .build();
        try {
            HttpResponse<InputStream> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() >= 400) {
                throw refused(uri, answer);
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemFailure(failed + "interrupted", e);
        } catch (IOException e) {
            throw unreachable(uri, failed, e);
        }
    }

    private static EngineException unreachable(URI uri, String failed, IOException e) {
        if (e instanceof HttpTimeoutException) {
            return new SystemFailure(failed + "i/o timeout", e);
        }
        String host = uri.getHost();
        if (isUnresolved(e)) {
            return new NotFound(failed + "dial tcp: lookup " + host + ": no such host", e);
        }
        if (e instanceof ConnectException) {
            int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
            String why = e.getMessage() == null ? "connect: connection refused" : e.getMessage();
            return new SystemFailure(failed + "dial tcp " + host + ":" + port + ": " + why, e);
        }
        return new SystemFailure(failed + Cause.of(e), e);
    }

    private static boolean isUnresolved(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private static EngineException refused(URI uri, HttpResponse<InputStream> answer) {
        int status = answer.statusCode();
        String message = "failed to GET " + uri + " with status " + status + REASONS.getOrDefault(status, "") + ": "
                + reason(answer.body());
        return switch (status) {
            case 400 -> new InvalidRequest(message);
            case 403 -> new Forbidden(message);
            case 404 -> new NotFound(message);
            default -> new SystemFailure(message);
        };
    }

    private static String reason(InputStream body) {
        try (body) {
            return new String(body.readNBytes(MAX_REASON), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "error reading body";
        }
    }

    private static URI parse(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getScheme() == null
                    || uri.getHost() == null && uri.getScheme().matches("https?")) {
                throw new InvalidRequest("invalid address \"" + address + "\"");
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("invalid address \"" + address + "\"", e);
        }
    }
}
