package dev.sampan.engine.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The process did not come to run its command. The message is what runc would say, beginning with {@code exec: "x": } or with the
 * step that failed; callers put their own prefix before it.
 */
public final class LaunchFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public static final int NOT_EXECUTABLE = 126;
    public static final int NOT_FOUND = 127;
    public static final int OTHER = 128;

    private final int exitCode;
    private final boolean begun;

    LaunchFailure(String message, int exitCode, @Nullable Throwable cause) {
        this(message, exitCode, true, cause);
    }

    private LaunchFailure(String message, int exitCode, boolean begun, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.begun = begun;
    }

    /** What is asked for cannot be had, whatever the container: found before any of its processes. */
    static LaunchFailure invalidSpec(String message) {
        return new LaunchFailure(message, OTHER, false, null);
    }

    /** Docker's: 127 not found, 126 not executable, 128 anything else. */
    public int exitCode() {
        return exitCode;
    }

    /** Whether the request is to blame, as Docker sees it: HTTP 400, else 500. */
    public boolean invalidRequest() {
        return exitCode != OTHER;
    }

    /** The text of {@code POST /containers/x/start}. */
    public String startMessage() {
        return "failed to create task for container: failed to create shim task: OCI runtime create failed:"
                + " runc create failed: "
                + (begun ? "unable to start container process: error during container init: " : "")
                + getMessage();
    }

    /** The text of an exec, in its stream or as its answer. */
    public String execMessage() {
        return "OCI runtime exec failed: exec failed: unable to start container process: " + getMessage();
    }
}
