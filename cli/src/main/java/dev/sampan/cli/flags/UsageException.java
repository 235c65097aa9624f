package dev.sampan.cli.flags;

/** The command line itself is wrong; nothing was sent to a daemon. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message, null, false, false);
    }
}
