package dev.sampan.linux.netlink;

/** Something the kernel is asked for: a record that encodes itself. */
public interface Request {

    int NLM_F_REQUEST = 0x1;
    int NLM_F_ACK = 0x4;
    int NLM_F_DUMP = 0x300;
    int NLM_F_REPLACE = 0x100;
    int NLM_F_EXCL = 0x200;
    int NLM_F_CREATE = 0x400;
    int NLM_F_APPEND = 0x800;

    /** The message type, such as RTM_NEWLINK. */
    int type();

    /** Beyond NLM_F_REQUEST, which the socket adds. */
    int flags();

    /** The fixed header and the attributes. */
    void encode(NetlinkWriter into);

    /** The shell command that does the same. */
    String sameAs();
}
