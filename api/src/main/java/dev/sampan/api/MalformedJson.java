package dev.sampan.api;

import java.io.Serial;

/** The bytes are no JSON, or not of the shape that is due. The message is Docker's, to be answered with status 400. */
public final class MalformedJson extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    MalformedJson(String message) {
        super(message);
    }

    MalformedJson(String message, Throwable cause) {
        super(message, cause);
    }
}
