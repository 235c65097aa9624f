package dev.sampan.engine.archive;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** How a stream is packed, known by its first bytes. */
public enum Compression {
    NONE,
    GZIP(0x1f, 0x8b),
    ZSTD(0x28, 0xb5, 0x2f, 0xfd),
    BZIP2('B', 'Z', 'h'),
    XZ(0xfd, '7', 'z', 'X', 'Z', 0);

    private static final int LONGEST = 6;
    private static final int BUFFER = 64 << 10;
    /** What one xz stream's dictionary may take of this process's memory. */
    private static final int XZ_MEMORY_KIB = 128 << 10;

    private final byte[] magic;

    Compression(int... magic) {
        this.magic = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            this.magic[i] = (byte) magic[i];
        }
    }

    /** Looks at the stream, which must support mark, and leaves it where it was. */
    public static Compression of(BufferedInputStream in) throws IOException {
        in.mark(LONGEST);
        byte[] first = in.readNBytes(LONGEST);
        in.reset();
        for (Compression candidate : values()) {
            if (candidate != NONE && candidate.begins(first)) {
                return candidate;
            }
        }
        return NONE;
    }

    private boolean begins(byte[] first) {
        return first.length >= magic.length && java.util.Arrays.equals(first, 0, magic.length, magic, 0, magic.length);
    }

    /** The stream unpacked. */
    public InputStream open(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case ZSTD -> new ZstdInputStream(in);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ ->
                XZCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .setMemoryLimitKiB(XZ_MEMORY_KIB)
                        .get();
        };
    }
}
