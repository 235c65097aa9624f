package dev.sampan.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Messages being laid out one behind the other: struct nlmsghdr, a fixed header, attributes aligned to 4 bytes. */
public final class NetlinkWriter {

    private static final int HEADER = 16;
    private static final int NLA_F_NESTED = 0x8000;

    private ByteBuffer buffer = ByteBuffer.allocate(2048).order(ByteOrder.nativeOrder());
    private int message = -1;

    /** What an attribute contains. */
    @FunctionalInterface
    public interface Content {
        void write(NetlinkWriter into);
    }

    /** Appends one whole message. */
    public NetlinkWriter message(int type, int flags, int sequence, Content body) {
        message = buffer.position();
        room(HEADER);
        buffer.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0);
        body.write(this);
        align();
        buffer.putInt(message, buffer.position() - message);
        return this;
    }

    public NetlinkWriter u8(int value) {
        room(1);
        buffer.put((byte) value);
        return this;
    }

    public NetlinkWriter u16(int value) {
        room(2);
        buffer.putShort((short) value);
        return this;
    }

    public NetlinkWriter u32(int value) {
        room(4);
        buffer.putInt(value);
        return this;
    }

    public NetlinkWriter bytes(byte[] value) {
        room(value.length);
        buffer.put(value);
        return this;
    }

    public NetlinkWriter attribute(int type, byte[] value) {
        return attribute(type, into -> into.bytes(value));
    }

    public NetlinkWriter attributeU8(int type, int value) {
        return attribute(type, into -> into.u8(value));
    }

    public NetlinkWriter attributeU32(int type, int value) {
        return attribute(type, into -> into.u32(value));
    }

    /** In network order: nftables. */
    public NetlinkWriter attributeBe32(int type, int value) {
        return attribute(type, into -> into.u32(networkOrder(value)));
    }

    /** With its terminating NUL. */
    public NetlinkWriter attribute(int type, String value) {
        return attribute(
                type, into -> into.bytes(value.getBytes(StandardCharsets.UTF_8)).u8(0));
    }

    public NetlinkWriter nested(int type, Content content) {
        return attribute(type | NLA_F_NESTED, content);
    }

    public NetlinkWriter attribute(int type, Content content) {
        align();
        int start = buffer.position();
        room(4);
        buffer.putShort((short) 0).putShort((short) type);
        content.write(this);
        int length = buffer.position() - start;
        if (length > 0xffff) {
            throw new IllegalArgumentException("a netlink attribute of " + length + " bytes");
        }
        buffer.putShort(start, (short) length);
        align();
        return this;
    }

    /** All messages so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static int networkOrder(int value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    /** Relative to the message: all headers are multiples of 4, so this is also relative to the enclosing attribute. */
    private void align() {
        while ((buffer.position() - Math.max(message, 0)) % 4 != 0) {
            u8(0);
        }
    }

    private void room(int size) {
        if (buffer.remaining() < size) {
            var larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + size))
                    .order(ByteOrder.nativeOrder());
            buffer = larger.put(buffer.flip());
        }
    }
}
