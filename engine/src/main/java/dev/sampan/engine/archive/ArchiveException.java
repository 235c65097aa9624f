package dev.sampan.engine.archive;

import java.io.IOException;

/** An archive that is malformed, hostile or beyond a bound; it is refused whole. */
public final class ArchiveException extends IOException {

    private static final long serialVersionUID = 1L;

    public ArchiveException(String message) {
        super(message);
    }

    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
