package dev.sampan.engine.spec;

/** A size. */
public record Bytes(long count) {

    /** @throws IllegalArgumentException for a negative count */
    public Bytes {
        if (count < 0) {
            throw new IllegalArgumentException(count + " bytes");
        }
    }

    public static Bytes of(long count) {
        return new Bytes(count);
    }

    /** Of 1024 bytes each. */
    public static Bytes kibi(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 10));
    }

    /** Of 1024 KiB each. */
    public static Bytes mebi(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 20));
    }

    /** Of 1024 MiB each. */
    public static Bytes gibi(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 30));
    }
}
