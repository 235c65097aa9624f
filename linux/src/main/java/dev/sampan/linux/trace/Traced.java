package dev.sampan.linux.trace;

/**
 * One operation that the kernel was asked for, and its answer.
 *
 * @param kind which interface it went through
 * @param text the operation as text, such as {@code mkdirat(AT_FDCWD, "/x", 0755)}
 * @param result the answer as text: a number, {@code ENOENT}, {@code ack}
 * @param began System.nanoTime() before the call
 * @param nanoseconds how long it took
 */
public record Traced(Kind kind, String text, String result, long began, long nanoseconds) {
    public enum Kind {
        SYSCALL,
        /** A netlink request: links, addresses, routes, nft. */
        NETLINK,
        /** A step of a launch plan. */
        STEP,
        /** A write to a cgroup file. */
        CGROUP
    }
}
