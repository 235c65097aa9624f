package dev.sampan.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One received message: struct nlmsghdr and what follows it. */
public record Message(int type, int flags, int sequence, byte[] payload) {

    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLM_F_DUMP_INTR = 0x10;
    private static final int NLM_F_CAPPED = 0x100;
    private static final int NLM_F_ACK_TLVS = 0x200;
    private static final int NLMSGERR_ATTR_MSG = 1;
    private static final int HEADER = 16;

    /** All messages of one datagram. */
    public static List<Message> read(byte[] datagram) {
        var buffer = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        var messages = new ArrayList<Message>();
        int at = 0;
        while (at + HEADER <= datagram.length) {
            int length = buffer.getInt(at);
            if (length < HEADER || length > datagram.length - at) {
                throw new MalformedNetlink(
                        "a message says it has " + length + " of " + (datagram.length - at) + " bytes");
            }
            messages.add(new Message(
                    Short.toUnsignedInt(buffer.getShort(at + 4)),
                    Short.toUnsignedInt(buffer.getShort(at + 6)),
                    buffer.getInt(at + 8),
                    Arrays.copyOfRange(datagram, at + HEADER, at + length)));
            at += length + 3 & ~3;
            if (at < 0) {
                throw new MalformedNetlink("a message's length overflows");
            }
        }
        return messages;
    }

    /** The positive errno of an NLMSG_ERROR or NLMSG_DONE, 0 for an acknowledgement. */
    int errno() {
        return payload.length < 4
                ? 0
                : -ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt();
    }

    /** What the kernel says beside the number, or "". */
    String explanation() {
        if ((flags & NLM_F_ACK_TLVS) == 0 || payload.length < 4 + HEADER) {
            return "";
        }
        int echoed = (flags & NLM_F_CAPPED) != 0
                ? HEADER
                : ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt(4);
        if (echoed < HEADER || echoed > payload.length - 4) {
            throw new MalformedNetlink("an error echoes " + echoed + " bytes");
        }
        return Attributes.read(payload, 4 + (echoed + 3 & ~3)).string(NLMSGERR_ATTR_MSG);
    }
}
