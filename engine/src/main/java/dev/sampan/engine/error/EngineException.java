package dev.sampan.engine.error;

/**
 * Why the engine refused or could not do something, in Docker's categories. The message is Docker's text where clients know one:
 * lower case, no full stop.
 */
public abstract sealed class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What was asked for makes no sense, whatever the engine's state: HTTP 400. */
    public static final class InvalidRequest extends EngineException {
        private static final long serialVersionUID = 1L;

        public InvalidRequest(String message) {
            this(message, null);
        }

        public InvalidRequest(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** HTTP 404. */
    public static final class NotFound extends EngineException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            this(message, null);
        }

        public NotFound(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The thing asked for cannot be done in the state things are in: HTTP 409. */
    public static final class Conflict extends EngineException {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            this(message, null);
        }

        public Conflict(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It is so already: HTTP 304, which has no body. */
    public static final class NotModified extends EngineException {
        private static final long serialVersionUID = 1L;

        public NotModified(String message) {
            this(message, null);
        }

        public NotModified(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** HTTP 403. */
    public static final class Forbidden extends EngineException {
        private static final long serialVersionUID = 1L;

        public Forbidden(String message) {
            this(message, null);
        }

        public Forbidden(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Another party (a registry, a swarm) is not there: HTTP 503. */
    public static final class Unavailable extends EngineException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            this(message, null);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** HTTP 501. */
    public static final class NotImplemented extends EngineException {
        private static final long serialVersionUID = 1L;

        public NotImplemented(String message) {
            this(message, null);
        }

        public NotImplemented(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The host refused: a system call, a full disk, a broken file. Also what Docker finds too late to call it a 400: HTTP 500. */
    public static final class SystemFailure extends EngineException {
        private static final long serialVersionUID = 1L;

        public SystemFailure(String message) {
            this(message, null);
        }

        public SystemFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
