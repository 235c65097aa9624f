package dev.sampan.api.go;

import java.io.Serial;

/** What Go's decoder would say; without a stack trace, since it is an answer to a client and no fault of ours. */
public final class GoFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    GoFault(String message) {
        super(message, null, false, false);
    }
}
