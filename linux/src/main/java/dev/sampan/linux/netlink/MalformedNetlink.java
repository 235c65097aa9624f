package dev.sampan.linux.netlink;

/** Bytes that are no netlink message. The kernel never sends any: seen only when a parser of ours is wrong, and in fuzz tests. */
public final class MalformedNetlink extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedNetlink(String message) {
        super("malformed netlink answer: " + message);
    }
}
