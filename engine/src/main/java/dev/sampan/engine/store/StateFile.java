package dev.sampan.engine.store;

import dev.sampan.engine.error.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The one way in which a file of the engine's memory is written and read. Written as a whole, for root alone. Read so that no content
 * stops an engine: a file that cannot be understood is set aside as {@code NAME.damaged} and named in the log, and the reader goes on
 * without it. Whoever then does not know what it said collects nothing because of that ({@link #isDamaged}). A file that cannot be read at
 * all, for lack of a descriptor or on a disk that fails, says nothing of its content: it stays where it is.
 */
public final class StateFile {

    private static final Logger LOG = System.getLogger(StateFile.class.getName());

    private static final String DAMAGED = ".damaged";
    private static final String COPY = ".copy";

    /** More than any state file has: a bigger one is damaged, and is not read into memory. */
    private static final int LARGEST = 64 << 20;

    private static final FileAttribute<?> FOR_ROOT =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private StateFile() {}

    /** What a file's bytes mean; throws anything for bytes that mean nothing. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(byte[] content) throws IOException;
    }

    /** After this returns the content survives a power cut. The directory must exist. */
    public static void replace(Path file, byte[] content) throws IOException {
        exchange(file, content, true);
        syncDirectory(file.getParent());
    }

    /** The same for what a power cut ends anyway: a daemon's death leaves the old content or the new. */
    public static void write(Path file, byte[] content) throws IOException {
        exchange(file, content, false);
    }

    /** Keeps the content a second time beside the file, for {@link #readOrCopy}. Of the two only the first is durable at once. */
    public static void copy(Path file, byte[] content) throws IOException {
        put(copyOf(file), content, false);
    }

    private static void exchange(Path file, byte[] content, boolean durable) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            put(temporary, content, durable);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(temporary); // half a file on a full disk helps nobody
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private static void put(Path file, byte[] content, boolean durable) throws IOException {
        try (var channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                FOR_ROOT)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (durable) {
                channel.force(true);
            }
        }
    }

    /**
     * Empty when the file is not there, or when it was damaged and is set aside now.
     *
     * @throws UncheckedIOException when it cannot be read: what it says is not known, now
     */
    public static <T> Optional<T> read(Path file, Parser<T> parser) {
        byte[] content;
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile() || attributes.size() > LARGEST) {
                setAside(file, "it is no file of at most " + LARGEST + " bytes");
                return Optional.empty();
            }
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            if (Files.isSymbolicLink(file)) { // what it says may be on a disk that is not mounted yet
                throw new UncheckedIOException("read state file " + file + ": a link that leads nowhere", absent);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("read state file " + file + ": " + Cause.reason(e), e);
        }
        try {
            return Optional.of(parser.parse(content));
        } catch (IOException | RuntimeException e) {
            setAside(file, Cause.reason(e));
            return Optional.empty();
        }
    }

    /** A copy's bytes with what they mean. */
    private record Copy<T>(byte[] bytes, T content) {}

    /**
     * The same; where the file is not to be had, what {@link #copy} kept. The copy takes the place of a file that is lost, and of none
     * that cannot be read now.
     */
    public static <T> Optional<T> readOrCopy(Path file, Parser<T> parser) {
        try {
            Optional<T> content = read(file, parser);
            return content.isPresent() ? content : copied(file, parser).map(copy -> replaced(file, copy));
        } catch (UncheckedIOException unreadable) {
            T content = copied(file, parser).orElseThrow(() -> unreadable).content();
            LOG.log(Level.WARNING, "{0}: its copy is taken", unreadable.getMessage());
            return Optional.of(content);
        }
    }

    private static <T> Optional<Copy<T>> copied(Path file, Parser<T> parser) {
        return read(copyOf(file), bytes -> new Copy<>(bytes, parser.parse(bytes)));
    }

    private static <T> T replaced(Path file, Copy<T> copy) {
        try {
            replace(file, copy.bytes());
            LOG.log(Level.WARNING, "state file {0} is replaced by its copy", file);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "state file {0} cannot be replaced by its copy: {1}", file, Cause.reason(e));
        }
        return copy.content();
    }

    /** With its copy. */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(copyOf(file));
    }

    /** Renames what is damaged to the first free name that says so: a human can look at it, and the engine does not see it again. */
    public static void setAside(Path file, String reason) {
        Path aside = damagedName(file, 1);
        for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            aside = damagedName(file, i);
        }
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            LOG.log(Level.ERROR, "{0} is damaged ({1}): it is set aside as {2}", file, reason, aside);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "{0} is damaged ({1}) and cannot be set aside: {2}", file, reason, Cause.reason(e));
        }
    }

    private static Path damagedName(Path file, int number) {
        return file.resolveSibling(file.getFileName() + DAMAGED + (number == 1 ? "" : "-" + number));
    }

    private static Path copyOf(Path file) {
        return file.resolveSibling(file.getFileName() + COPY);
    }

    /** Whether the file was damaged at this start or an earlier one, and nothing has taken its place: what it said is not known. */
    public static boolean isDamaged(Path file) {
        return !Files.exists(file) && Files.exists(damagedName(file, 1));
    }

    /** Makes names created, renamed or removed in {@code directory} survive a power cut. */
    public static void syncDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
