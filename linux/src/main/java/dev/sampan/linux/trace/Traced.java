package dev.sampan.linux.trace;

/**
 * One operation that the kernel was asked for, and its answer.
 *
 * @param kind which interface it went through
 * @param operation whose toString is the operation as text, such as {@code mkdirat(AT_FDCWD, "/x", 0755)}
 * @param result the answer as text: a number, {@code ENOENT}, {@code ack}
 * @param began System.nanoTime() before the call
 * @param nanoseconds how long it took
 */
public record Traced(Kind kind, Object operation, String result, long began, long nanoseconds) {
    public enum Kind {
        SYSCALL,
        /** A netlink request: links, addresses, routes, nft. */
        NETLINK,
        /** A step of a launch plan. */
        STEP,
        /** A write to a cgroup file. */
        CGROUP
    }

    /** Made here, not when the call is made: nobody reads most of them. */
    public String text() {
        return operation.toString();
    }
}
