package dev.sampan.cli;

/** Ends the command with a message on standard error, already worded as Docker's users know it, and an exit status. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    public Failure(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    public Failure(String message) {
        this(1, message);
    }

    public int status() {
        return status;
    }

    /** The message, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
