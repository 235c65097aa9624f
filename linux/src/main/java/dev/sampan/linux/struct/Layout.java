package dev.sampan.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A C struct as its header writes it: named fields in order, natural alignment computed, the size asserted when the
 * class that holds it is loaded.
 */
public final class Layout {
    /** Where a field lies, how many bytes it has, and whether it is an array or reserved. */
    public record Field(String name, int offset, int size, boolean space) {}

    private final String name;
    private final int size;
    private final SequencedMap<String, Field> fields;

    private Layout(String name, int size, SequencedMap<String, Field> fields) {
        this.name = name;
        this.size = size;
        this.fields = fields;
    }

    /** Begins struct {@code name}, whose size the header gives as {@code size}. */
    public static Builder of(String name, int size) {
        return new Builder(name, size, true);
    }

    /** Begins a struct with __attribute__((packed)). */
    public static Builder packed(String name, int size) {
        return new Builder(name, size, false);
    }

    public String name() {
        return name;
    }

    public int size() {
        return size;
    }

    public Iterable<Field> fields() {
        return fields.values();
    }

    public int offset(String field) {
        return field(field).offset();
    }

    private Field field(String field) {
        var found = fields.get(field);
        if (found == null) throw new IllegalArgumentException("struct " + name + " has no field " + field);
        return found;
    }

    /** The value of an integer field, zero-extended. */
    public long get(MemorySegment memory, String field) {
        var f = field(field);
        return switch (f.size()) {
            case 1 -> Byte.toUnsignedLong(memory.get(JAVA_BYTE, f.offset()));
            case 2 -> Short.toUnsignedLong(memory.get(JAVA_SHORT_UNALIGNED, f.offset()));
            case 4 -> Integer.toUnsignedLong(memory.get(JAVA_INT_UNALIGNED, f.offset()));
            case 8 -> memory.get(JAVA_LONG_UNALIGNED, f.offset());
            default -> throw new IllegalArgumentException(name + "." + field + " is no integer");
        };
    }

    public Writer writer() {
        return new Writer();
    }

    /** Fills one struct's bytes. */
    public final class Writer {
        private final ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());

        public Writer set(String field, long value) {
            var f = field(field);
            switch (f.size()) {
                case 1 -> bytes.put(f.offset(), (byte) value);
                case 2 -> bytes.putShort(f.offset(), (short) value);
                case 4 -> bytes.putInt(f.offset(), (int) value);
                case 8 -> bytes.putLong(f.offset(), value);
                default -> throw new IllegalArgumentException(name + "." + field + " is no integer");
            }
            return this;
        }

        public Writer set(String field, byte[] value) {
            var f = field(field);
            if (value.length > f.size()) throw new IllegalArgumentException(name + "." + field + " is too small");
            bytes.put(f.offset(), value);
            return this;
        }

        public byte[] bytes() {
            return bytes.array();
        }
    }

    /** Adds fields in the header's order. */
    public static final class Builder {
        private final String name;
        private final int expected;
        private final boolean aligned;
        private final SequencedMap<String, Field> fields = new LinkedHashMap<>();
        private int offset;
        private int alignment = 1;

        private Builder(String name, int expected, boolean aligned) {
            this.name = name;
            this.expected = expected;
            this.aligned = aligned;
        }

        public Builder u8(String field) {
            return add(field, 1, 1, false);
        }

        public Builder u16(String field) {
            return add(field, 2, 2, false);
        }

        public Builder u32(String field) {
            return add(field, 4, 4, false);
        }

        public Builder u64(String field) {
            return add(field, 8, 8, false);
        }

        /** A char array, or reserved space whose elements have the given alignment. */
        public Builder space(String field, int bytes, int align) {
            return add(field, bytes, align, true);
        }

        private Builder add(String field, int size, int align, boolean space) {
            if (aligned) {
                offset = (offset + align - 1) / align * align;
                alignment = Math.max(alignment, align);
            }
            fields.put(field, new Field(field, offset, size, space));
            offset += size;
            return this;
        }

        public Layout end() {
            var size = (offset + alignment - 1) / alignment * alignment;
            if (size != expected) {
                throw new IllegalStateException("struct " + name + " has " + size + " bytes, not " + expected);
            }
            return new Layout(name, size, fields);
        }
    }

    @Override
    public String toString() {
        return "struct " + name + Map.copyOf(fields).keySet();
    }
}
