package dev.sampan.linux.netlink.nft;

/** Which packets a table sees. */
public enum Family {
    INET("inet", 1),
    IP("ip", 2),
    BRIDGE("bridge", 7),
    IP6("ip6", 10);

    private final String text;
    private final int number;

    Family(String text, int number) {
        this.text = text;
        this.number = number;
    }

    /** NFPROTO_*. */
    int number() {
        return number;
    }

    @Override
    public String toString() {
        return text;
    }
}
