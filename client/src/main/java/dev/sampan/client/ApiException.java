package dev.sampan.client;

/** The daemon answered with an error. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    public ApiException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** As Docker's users know it: {@code Error response from daemon: No such container: x}. */
    public String fromDaemon() {
        return "Error response from daemon: " + getMessage();
    }
}
