package dev.sampan.docker;

import dev.sampan.api.ErrorResponse;
import dev.sampan.api.version.ApiVersion;
import dev.sampan.engine.error.EngineException;
import java.io.IOException;

/** How the engine's errors look on the wire. */
final class Errors {
    private static final ApiVersion JSON_ERRORS = new ApiVersion("1.24");

    private Errors() {}

    static int status(EngineException e) {
        return switch (e) {
            case EngineException.InvalidRequest _ -> 400;
            case EngineException.NotFound _ -> 404;
            case EngineException.Conflict _ -> 409;
            case EngineException.NotModified _ -> 304;
            case EngineException.Forbidden _ -> 403;
            case EngineException.Unavailable _ -> 503;
            case EngineException.NotImplemented _ -> 501;
            case EngineException.SystemFailure _ -> 500;
        };
    }

    /** Clients of versions before 1.24 expect plain text. */
    static void answer(Call call, int status, String message) throws IOException {
        if (status == 304) {
            call.done(status);
        } else if (call.version().before(JSON_ERRORS)) {
            call.response().headers().set("X-Content-Type-Options", "nosniff");
            call.text(status, message + "\n");
        } else {
            call.json(status, new ErrorResponse(message));
        }
    }
}
