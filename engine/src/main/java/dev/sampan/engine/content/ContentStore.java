package dev.sampan.engine.content;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.store.StateDirectory;
import dev.sampan.engine.store.StateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Blobs by digest, in an OCI image layout. Thread-safe. */
public final class ContentStore {

    private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    private final Path root;
    private final Path blobs;
    private final Path begun;
    private final Set<ContentDraft> drafts = new HashSet<>();

    /** Opens or makes the store, and drops what an interrupted predecessor was writing. */
    public ContentStore(Path root) throws IOException {
        this.root = root;
        this.blobs = root.resolve("blobs/sha256");
        this.begun = root.resolve("ingest");
        for (Path directory : List.of(root, blobs.getParent(), blobs)) {
            StateDirectory.demand(directory);
        }
        StateDirectory.make(begun);
        for (Digest digest : all()) {
            if (!has(digest)) {
                StateFile.setAside(path(digest), "it is no file");
            }
        }
        try (Stream<Path> leftovers = Files.list(begun)) {
            for (Path leftover : leftovers.toList()) {
                Tree.remove(leftover);
            }
        }
        Path layout = root.resolve("oci-layout");
        if (!isLayout(layout)) {
            StateFile.replace(layout, LAYOUT.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** It says nothing but that this is a layout: where it cannot be read it is written again. */
    private static boolean isLayout(Path file) {
        try {
            return StateFile.read(file, ContentStore::layout).isPresent();
        } catch (UncheckedIOException unreadable) {
            return false;
        }
    }

    private static JsonNode layout(byte[] content) throws IOException {
        JsonNode version = ImageSpecJson.parse(content).path("imageLayoutVersion");
        if (!version.isString()) {
            throw new IOException("it names no version");
        }
        return version;
    }

    /** The layout's folder, for {@code system df} and {@code index.json}. */
    public Path root() {
        return root;
    }

    public synchronized ContentDraft draft() {
        var draft = new ContentDraft(this);
        drafts.add(draft);
        return draft;
    }

    public boolean has(Digest digest) {
        return Files.isRegularFile(path(digest));
    }

    /** Throws NoSuchFileException when the blob is not there. */
    public long size(Digest digest) throws IOException {
        return Files.size(path(digest));
    }

    public InputStream open(Digest digest) throws IOException {
        return Files.newInputStream(path(digest));
    }

    /** Reads a whole blob. Throws IOException when it is bigger than {@code limit} bytes: nobody parses an endless manifest. */
    public byte[] read(Digest digest, int limit) throws IOException {
        try (InputStream in = open(digest)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new IOException("blob " + digest + " is bigger than " + limit + " bytes");
            }
            if (!Digest.ofContent(content).equals(digest)) {
                throw damaged(digest);
            }
            return content;
        }
    }

    /**
     * Sets a blob aside whose size is not the expected one and whose content is not what its name says: what is no longer there can be
     * pulled or loaded again.
     */
    public void check(Digest digest, long expectedSize) throws IOException {
        if (size(digest) == expectedSize) {
            return;
        }
        var hasher = Digest.sha256();
        try (var in = new DigestInputStream(open(digest), hasher)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (!Digest.ofFinished(hasher).equals(digest)) {
            throw damaged(digest);
        }
    }

    /** Set aside and not here again yet, or no file. */
    public boolean isDamaged(Digest digest) {
        return !has(digest)
                && (Files.exists(path(digest), LinkOption.NOFOLLOW_LINKS) || StateFile.isDamaged(path(digest)));
    }

    private IOException damaged(Digest digest) {
        StateFile.setAside(path(digest), "its content has another digest");
        return new IOException("blob " + digest + " is damaged");
    }

    /** Where a blob is, whether it exists or not: for a hasher or a sendfile, never to be written. */
    public Path path(Digest digest) {
        return blobs.resolve(digest.hex());
    }

    public List<Digest> all() throws IOException {
        try (Stream<Path> files = Files.list(blobs)) {
            // What is set aside has another name.
            return files.map(file -> Digest.parse(Digest.PREFIX + file.getFileName()))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /**
     * Removes every blob that is neither in {@code reachable} nor held by a draft.
     *
     * @param reachable asked while no blob can be added, so that what it saw cannot grow behind its back
     * @return the bytes that were freed
     */
    public synchronized long collect(Reachable reachable) throws IOException {
        Set<Digest> live = new HashSet<>(reachable.digests());
        drafts.forEach(draft -> live.addAll(draft.held()));
        long freed = 0;
        var gone = new ArrayList<Digest>();
        for (Digest digest : all()) {
            if (!live.contains(digest)) {
                gone.add(digest);
            }
        }
        for (Digest digest : gone) {
            freed += Files.size(path(digest));
            Files.delete(path(digest));
        }
        return freed;
    }

    /** Says which blobs are in use. */
    @FunctionalInterface
    public interface Reachable {
        Set<Digest> digests() throws IOException;
    }

    Path draftFile() {
        return begun.resolve(UUID.randomUUID().toString());
    }

    void settle(Path file, Digest digest) throws IOException {
        move(file, path(digest));
        StateFile.syncDirectory(blobs);
    }

    synchronized void release(ContentDraft draft) {
        drafts.remove(draft);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("cannot rename " + from + " to " + to, e);
        }
    }

    /** The sum of all blobs' sizes. */
    public long bytes() throws IOException {
        long sum = 0;
        for (Digest digest : all()) {
            sum += sizeOrZero(digest);
        }
        return sum;
    }

    private long sizeOrZero(Digest digest) {
        try {
            return size(digest);
        } catch (NoSuchFileException e) {
            return 0; // collected meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
