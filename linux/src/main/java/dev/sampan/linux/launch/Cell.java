package dev.sampan.linux.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A piece of the plan's memory: bytes the kernel reads or fills, and pointers to other pieces. */
final class Cell {
    private record Pointer(int at, Cell target) {}

    private final ByteBuffer bytes;
    private List<Pointer> pointers = List.of();
    private long address;

    private Cell(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Taken as it is, not copied. */
    static Cell of(byte[] bytes) {
        return new Cell(bytes);
    }

    static Cell bytes(byte... bytes) {
        return new Cell(bytes);
    }

    static Cell space(int size) {
        return new Cell(new byte[size]);
    }

    /** NUL-terminated. */
    static Cell text(String text) {
        if (text.indexOf('\0') >= 0) throw new IllegalArgumentException("a NUL in " + text.replace('\0', '?'));
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new Cell(Arrays.copyOf(utf8, utf8.length + 1));
    }

    /** A null-terminated array of pointers to texts, as execve wants it. */
    static Cell texts(List<String> texts) {
        var cell = space(8 * (texts.size() + 1));
        for (int i = 0; i < texts.size(); i++) cell.pointAt(8 * i, text(texts.get(i)));
        return cell;
    }

    static Cell ints(int... values) {
        var cell = space(4 * Math.max(1, values.length));
        for (int i = 0; i < values.length; i++) cell.bytes.putInt(4 * i, values[i]);
        return cell;
    }

    static Cell shorts(int... values) {
        var cell = space(2 * values.length);
        for (int i = 0; i < values.length; i++) cell.bytes.putShort(2 * i, (short) values[i]);
        return cell;
    }

    static Cell longs(long... values) {
        var cell = space(8 * values.length);
        for (int i = 0; i < values.length; i++) cell.bytes.putLong(8 * i, values[i]);
        return cell;
    }

    Cell putShort(int at, int value) {
        bytes.putShort(at, (short) value);
        return this;
    }

    Cell putInt(int at, int value) {
        bytes.putInt(at, value);
        return this;
    }

    Cell putLong(int at, long value) {
        bytes.putLong(at, value);
        return this;
    }

    Cell pointAt(int at, Cell target) {
        if (pointers.isEmpty()) pointers = new ArrayList<>();
        pointers.add(new Pointer(at, target));
        return this;
    }

    int size() {
        return bytes.capacity();
    }

    /** Where the interpreter has it; 0 until {@link #settle}. */
    long address() {
        return address;
    }

    /** Gives this piece, and what it points at, its place; answers the first free address behind. */
    long settle(long at) {
        if (address != 0) return at;
        address = at;
        var next = at + (size() + 7 & ~7);
        for (var pointer : pointers) next = pointer.target().settle(next);
        return next;
    }

    /** Writes this piece, and what it points at, into an image whose first byte has the address {@code base}. */
    void write(byte[] image, long base) {
        for (var pointer : pointers) {
            bytes.putLong(pointer.at(), pointer.target().address());
            pointer.target().write(image, base);
        }
        System.arraycopy(bytes.array(), 0, image, (int) (address - base), size());
    }
}
