package dev.sampan.docker;

import dev.sampan.api.Json;
import dev.sampan.api.version.ApiVersion;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.filter.Filters;
import dev.sampan.http.Exchange;
import dev.sampan.http.Parameters;
import dev.sampan.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** One request to one endpoint. */
final class Call {
    private static final BodyBudget BODIES = BodyBudget.ofThisHeap();

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Exchange exchange;
    private final ApiVersion version;
    private final String name;
    private @Nullable Parameters parameters;
    private BodyBudget.Held read = new BodyBudget.Held(new byte[0], 0);

    Call(Exchange exchange, ApiVersion version, String name) {
        this.exchange = exchange;
        this.version = version;
        this.name = name;
    }

    Exchange exchange() {
        return exchange;
    }

    ApiVersion version() {
        return version;
    }

    /** What stood in the path's place for a name or an id; slashes are possible. */
    String name() {
        return name;
    }

    /** Of the query, and of a body that is a form (its values come first). */
    Parameters parameters() throws IOException {
        if (parameters == null) {
            try {
                var parsed = new Parameters();
                parameters = (isForm() ? parsed.and(formBody()) : parsed).and(exchange.query());
            } catch (Parameters.Malformed e) {
                throw new InvalidRequest(e.getMessage(), e);
            }
        }
        return parameters;
    }

    private boolean isForm() {
        return !exchange.method().equals("GET")
                && exchange.requestHeaders().first("Content-Type").orElse("").startsWith(FORM);
    }

    private String formBody() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Docker's filters parameter; see {@link FiltersParameter}. */
    Filters filters() throws IOException {
        return FiltersParameter.parse(parameters().get("filters"));
    }

    /** A number, or nothing where the parameter is absent or empty. */
    Optional<Integer> number(String parameter) throws IOException {
        String text = parameters().get(parameter);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean digits = text.matches("[+-]?[0-9]+");
        if (!digits || text.length() > 19) {
            throw new InvalidRequest(
                    "strconv.Atoi: parsing \"" + text + "\": " + (digits ? "value out of range" : "invalid syntax"));
        }
        return Optional.of(Math.clamp(Long.parseLong(text), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /** The JSON body, or nothing where the request says that it has none. */
    <T> Optional<T> body(Class<T> type) throws IOException {
        MediaType.requireJson(exchange);
        return exchange.hasNoBody() ? Optional.empty() : Optional.ofNullable(Json.readBody(bytes(), type));
    }

    /** Refuses a body that has this field, which our records have not. Only after {@link #body}. */
    void refuse(String message, String... path) {
        JsonNode node = Json.tree(read.bytes());
        for (String name : path) {
            JsonNode inner = MissingNode.getInstance();
            for (var property : node.properties()) {
                inner = property.getKey().equalsIgnoreCase(name) ? property.getValue() : inner;
            }
            node = inner;
        }
        if (!node.isMissingNode() && !node.isNull()) {
            throw new InvalidRequest(message);
        }
    }

    private byte[] bytes() throws IOException {
        release();
        try {
            read = BODIES.read(exchange.body(), exchange::endsAfter);
        } catch (IOException e) {
            throw new InvalidRequest("invalid JSON: " + e.getMessage(), e);
        }
        return read.bytes();
    }

    /** The request is answered: its body counts no more. */
    void release() {
        BODIES.release(read);
        read = new BodyBudget.Held(new byte[0], 0);
    }

    Response response() {
        return exchange.response();
    }

    void json(Object answer) throws IOException {
        json(200, answer);
    }

    void json(int status, Object answer) throws IOException {
        Response response = exchange.response();
        response.status(status);
        response.headers().set("Content-Type", "application/json");
        JsonAnswer.write(response, answer);
    }

    void text(int status, String text) throws IOException {
        Response response = exchange.response();
        response.status(status);
        response.headers().set("Content-Type", "text/plain; charset=utf-8");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.headers().set("Content-Length", String.valueOf(bytes.length));
        response.write(bytes);
    }

    /** Only a status. */
    void done(int status) {
        exchange.response().status(status);
    }
}
