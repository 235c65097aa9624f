package dev.sampan.engine.archive;

/**
 * What is too much for one archive (invariant 9).
 *
 * @param entries how many entries
 * @param bytes the sum of the entries' contents after decompression, holes included
 * @param header the bytes of one entry's extended headers, names and attributes together
 */
public record TarLimits(long entries, long bytes, int header) {

    /** Above any real layer: ten million files, one tebibyte, one mebibyte of header. */
    public static final TarLimits DEFAULT = new TarLimits(10_000_000, 1L << 40, 1 << 20);
}
