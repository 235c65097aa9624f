package dev.sampan.engine.image;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A tar that import fetches itself. */
final class RemoteTar {

    private static final Duration CONNECT = Duration.ofSeconds(30);

    private RemoteTar() {}

    /** Throws SystemFailure when nothing listens there or the answer is no success. */
    static InputStream open(String address) throws IOException {
        URI uri = parse(address.contains("://") ? address : "http://" + address);
        var client = HttpClient.newBuilder()
                .followRedirects(Redirect.NORMAL)
                .connectTimeout(CONNECT)
                .build();
        try {
            HttpResponse<InputStream> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() >= 400) {
                answer.body().close();
                throw new SystemFailure("download of " + uri + " failed: status " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemFailure("download of " + uri + " was interrupted", e);
        }
    }

    private static URI parse(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() == null || !uri.getScheme().matches("https?")) {
                throw new InvalidRequest("invalid address \"" + address + "\"");
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("invalid address \"" + address + "\"", e);
        }
    }
}
