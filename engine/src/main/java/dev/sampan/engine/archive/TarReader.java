package dev.sampan.engine.archive;

import dev.sampan.engine.archive.TarEntry.Extent;
import dev.sampan.engine.archive.TarEntry.Type;
import dev.sampan.linux.syscall.PathText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a tar stream: ustar, PAX, GNU (long names, sparse files, binary numbers) and the oldest form. Every number and length in it
 * is bounded by {@link TarLimits}; whatever it holds, reading ends with entries or an {@link ArchiveException}.
 *
 * <p>Not thread-safe. The stream is read up to its end and not closed.
 */
public final class TarReader {

    private static final int BLOCK = TarHeader.BLOCK;
    private static final int MAX_EXTENTS = 100_000;

    private final InputStream in;
    private final TarLimits limits;
    private final PaxRecords global = new PaxRecords();
    private long entries;
    private long bytes;
    private long unread;
    private int padding;

    public TarReader(InputStream in, TarLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** The next entry, or empty at the end; skips what was not read of the one before. */
    public Optional<TarEntry> next() throws IOException {
        skipRest();
        var extended = new PaxRecords();
        String longName = "";
        String longLink = "";
        int headerBytes = 0;
        while (true) {
            byte[] block = new byte[BLOCK];
            int got = in.readNBytes(block, 0, BLOCK);
            if (got == 0) {
                return Optional.empty(); // some writers leave the end blocks out
            }
            if (got < BLOCK) {
                throw new ArchiveException("unexpected end of archive");
            }
            var header = new TarHeader(block);
            if (header.isEnd()) {
                drain();
                return Optional.empty();
            }
            if (!header.hasGoodChecksum()) {
                throw new ArchiveException("invalid tar header");
            }
            switch (header.type()) {
                case 'x', 'X' -> extended.add(special(header, headerBytes));
                case 'g' -> global.add(special(header, headerBytes));
                case 'L' -> longName = longText(special(header, headerBytes));
                case 'K' -> longLink = longText(special(header, headerBytes));
                default -> {
                    return Optional.of(entry(header, extended, longName, longLink));
                }
            }
            headerBytes += (int) Math.min(header.size(), Integer.MAX_VALUE / 2);
            count();
        }
    }

    /** Reads content of the current entry; -1 at its end. Only the stored parts of a sparse file are content. */
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (unread == 0) {
            return -1;
        }
        int got = in.read(buffer, offset, (int) Math.min(length, unread));
        if (got < 0) {
            throw new ArchiveException("unexpected end of archive");
        }
        unread -= got;
        return got;
    }

    /** The whole content of the current entry. Throws ArchiveException when it is longer than {@code limit}. */
    public byte[] readAll(int limit) throws IOException {
        if (unread > limit) {
            throw new ArchiveException("entry is bigger than " + limit + " bytes");
        }
        byte[] content = new byte[(int) unread];
        for (int at = 0; at < content.length; ) {
            at += read(content, at, content.length - at);
        }
        return content;
    }

    private TarEntry entry(TarHeader header, PaxRecords own, String longName, String longLink) throws IOException {
        count();
        var pax = new PaxRecords();
        pax.override(global);
        pax.override(own);
        String name = pax.name("path", longName.isEmpty() ? header.name() : longName);
        Type type = type(header, name);
        long stored = type == Type.FILE ? pax.number("size", header.size()) : 0;
        if (stored < 0 || header.size() < 0) {
            throw new ArchiveException("negative size in a tar header");
        }
        // Other types carry no content, but some writers put a size there; a hard link's is the target's and no data
        // follows.
        unread = stored;
        padding = (int) ((BLOCK - stored % BLOCK) % BLOCK);
        long real = stored;
        List<Extent> data = List.of();
        if (header.type() == 'S') {
            data = gnuSparse(header);
            real = header.number(483, 12);
        } else if (pax.has("GNU.sparse.major") || pax.has("GNU.sparse.map")) {
            data = paxSparse(pax);
            real = pax.number("GNU.sparse.realsize", pax.number("GNU.sparse.size", stored));
            name = pax.name("GNU.sparse.name", name);
        }
        checkExtents(data, real);
        bytes += real;
        checkBytes();
        Time time = Time.of(pax.text("mtime"), header.seconds());
        return new TarEntry(
                name,
                type,
                type == Type.HARD_LINK || type == Type.SYMBOLIC_LINK
                        ? pax.name("linkpath", longLink.isEmpty() ? header.link() : longLink)
                        : "",
                header.mode(),
                id(pax.number("uid", header.uid())),
                id(pax.number("gid", header.gid())),
                real,
                time.seconds,
                time.nanos,
                device(type, header.major()),
                device(type, header.minor()),
                pax.xattrs(),
                data);
    }

    private static Type type(TarHeader header, String name) throws ArchiveException {
        return switch (header.type()) {
            case '0', 0, '7', 'S' -> name.endsWith("/") ? Type.DIRECTORY : Type.FILE;
            case '1' -> Type.HARD_LINK;
            case '2' -> Type.SYMBOLIC_LINK;
            case '3' -> Type.CHARACTER_DEVICE;
            case '4' -> Type.BLOCK_DEVICE;
            case '5', 'D' -> Type.DIRECTORY;
            case '6' -> Type.FIFO;
            default -> throw new ArchiveException("unknown tar entry type '" + header.type() + "'");
        };
    }

    private static int id(long id) throws ArchiveException {
        if (id < 0 || id > 0xfffffffeL) {
            throw new ArchiveException("owner " + id + " in a tar header is no user or group id");
        }
        return (int) id;
    }

    private static int device(Type type, int number) throws ArchiveException {
        if (type != Type.CHARACTER_DEVICE && type != Type.BLOCK_DEVICE) {
            return 0;
        }
        if (number < 0) {
            throw new ArchiveException("negative device number in a tar header");
        }
        return number;
    }

    // -- headers that describe the next entry -------------------------------------------------------------------------

    private byte[] special(TarHeader header, int already) throws IOException {
        long size = header.size();
        if (size < 0 || size + already > limits.header()) {
            throw new ArchiveException("tar header is bigger than " + limits.header() + " bytes");
        }
        byte[] content = exactly((int) size);
        exactly((int) ((BLOCK - size % BLOCK) % BLOCK));
        return content;
    }

    private static String longText(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != 0) {
            end++;
        }
        return PathText.decode(content, 0, end);
    }

    // -- sparse files
    // --------------------------------------------------------------------------------------------------

    /** GNU's old form: four extents in the header, 21 in each extension block that follows. */
    private List<Extent> gnuSparse(TarHeader header) throws IOException {
        var data = new ArrayList<Extent>();
        extents(header, 386, 4, data);
        boolean more = header.block()[482] != 0;
        while (more) {
            var extension = new TarHeader(exactly(BLOCK));
            extents(extension, 0, 21, data);
            more = extension.block()[504] != 0;
            if (data.size() > MAX_EXTENTS) {
                throw new ArchiveException("sparse file of more than " + MAX_EXTENTS + " parts");
            }
        }
        return data.isEmpty() ? List.of(new Extent(0, 0)) : data;
    }

    private static void extents(TarHeader block, int offset, int count, List<Extent> data) throws ArchiveException {
        for (int i = 0; i < count && block.block()[offset + 24 * i] != 0; i++) {
            data.add(new Extent(block.number(offset + 24 * i, 12), block.number(offset + 24 * i + 12, 12)));
        }
    }

    private List<Extent> paxSparse(PaxRecords pax) throws IOException {
        var numbers = new ArrayList<Long>();
        if (pax.number("GNU.sparse.major", 0) == 1) {
            long count = line();
            if (count < 0 || count > MAX_EXTENTS) {
                throw new ArchiveException("sparse file of " + count + " parts");
            }
            for (long i = 0; i < 2 * count; i++) {
                numbers.add(line());
            }
            skipToBlock();
        } else {
            for (String number : pax.text("GNU.sparse.map").split(",")) {
                numbers.add(decimal(number));
            }
        }
        var data = new ArrayList<Extent>();
        for (int i = 0; i + 1 < numbers.size(); i += 2) {
            data.add(new Extent(numbers.get(i), numbers.get(i + 1)));
        }
        return data.isEmpty() ? List.of(new Extent(0, 0)) : data;
    }

    private int mapBytes;

    /** Version 1.0 has the map as lines of decimal numbers before the content, filled up to a block. */
    private long line() throws IOException {
        var digits = new StringBuilder();
        byte[] one = new byte[1];
        while (true) {
            if (read(one, 0, 1) < 0 || digits.length() > 20) {
                throw new ArchiveException("malformed map of a sparse file");
            }
            mapBytes++;
            if (one[0] == '\n') {
                return decimal(digits.toString());
            }
            digits.append((char) one[0]);
        }
    }

    private void skipToBlock() throws IOException {
        int rest = (BLOCK - mapBytes % BLOCK) % BLOCK;
        mapBytes = 0;
        if (rest > unread) {
            throw new ArchiveException("malformed map of a sparse file");
        }
        exactly(rest);
        unread -= rest;
    }

    private static long decimal(String text) throws ArchiveException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ArchiveException("malformed map of a sparse file", e);
        }
    }

    private void checkExtents(List<Extent> data, long real) throws ArchiveException {
        long stored = 0;
        long end = 0;
        for (Extent extent : data) {
            if (extent.offset() < end || extent.length() < 0 || extent.length() > real - extent.offset()) {
                throw new ArchiveException("malformed map of a sparse file");
            }
            end = extent.offset() + extent.length();
            stored += extent.length();
        }
        if (real < 0 || !data.isEmpty() && stored != unread) {
            throw new ArchiveException("malformed map of a sparse file");
        }
    }

    // -- the stream
    // ------------------------------------------------------------------------------------------------------

    private void count() throws ArchiveException {
        if (++entries > limits.entries()) {
            throw new ArchiveException("archive has more than " + limits.entries() + " entries");
        }
    }

    private void checkBytes() throws ArchiveException {
        if (bytes > limits.bytes() || bytes < 0) {
            throw new ArchiveException("archive unpacks to more than " + limits.bytes() + " bytes");
        }
    }

    private void skipRest() throws IOException {
        byte[] buffer = new byte[8192];
        while (unread > 0) {
            read(buffer, 0, buffer.length);
        }
        exactly(padding);
        padding = 0;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new ArchiveException("unexpected end of archive");
        }
        return content;
    }

    /** What follows the end: blocks of zeros as a rule. It is read, for a digest of the stream covers it. */
    private void drain() throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            bytes += got;
            checkBytes();
        }
    }

    /** PAX gives decimal seconds, the header whole ones. */
    private record Time(long seconds, int nanos) {

        static Time of(String pax, long header) throws ArchiveException {
            if (pax.isEmpty()) {
                return new Time(header, 0);
            }
            try {
                int dot = pax.indexOf('.');
                long seconds = Long.parseLong(dot < 0 ? pax : pax.substring(0, dot));
                if (dot < 0) {
                    return new Time(seconds, 0);
                }
                String digits = (pax.substring(dot + 1) + "000000000").substring(0, 9);
                int nanos = Integer.parseUnsignedInt(digits);
                boolean before = pax.startsWith("-") && nanos > 0;
                return before ? new Time(seconds - 1, 1_000_000_000 - nanos) : new Time(seconds, nanos);
            } catch (NumberFormatException e) {
                throw new ArchiveException("invalid time in a PAX header", e);
            }
        }
    }
}
