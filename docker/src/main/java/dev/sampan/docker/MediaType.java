package dev.sampan.docker;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.http.Exchange;
import java.util.Locale;

/** Go's {@code mime.ParseMediaType}, as far as a Content-Type of ours needs it. */
final class MediaType {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String PARAMETER = "\\s*;\\s*" + TOKEN + "=(?:" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)*\")";

    private MediaType() {}

    /** A body must be said to be JSON; a request without a body needs to say nothing. */
    static void requireJson(Exchange exchange) {
        String type = exchange.requestHeaders().first("Content-Type").orElse("");
        if (type.isEmpty() && exchange.hasNoBody()) {
            return;
        }
        int semicolon = type.indexOf(';');
        String essence =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        if (essence.isEmpty()) {
            throw malformed(type, "mime: no media type");
        }
        if (!essence.matches(TOKEN + "(/" + TOKEN + ")?")) {
            throw malformed(type, "mime: unexpected content after media subtype");
        }
        if (semicolon >= 0 && !type.substring(semicolon).matches("(?:" + PARAMETER + ")*\\s*;?\\s*")) {
            throw malformed(type, "mime: invalid media parameter");
        }
        if (!essence.equals("application/json")) {
            throw new InvalidRequest("unsupported Content-Type header (" + type + "): must be 'application/json'");
        }
    }

    private static InvalidRequest malformed(String type, String why) {
        return new InvalidRequest("malformed Content-Type header (" + type + "): " + why);
    }
}
