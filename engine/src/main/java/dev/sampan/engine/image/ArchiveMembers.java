package dev.sampan.engine.image;

import dev.sampan.engine.archive.Compression;
import dev.sampan.engine.archive.TarEntry;
import dev.sampan.engine.archive.TarLimits;
import dev.sampan.engine.archive.TarReader;
import dev.sampan.engine.content.BlobDraft;
import dev.sampan.engine.content.ContentStore;
import dev.sampan.engine.content.ImageSpecJson;
import dev.sampan.engine.oci.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The members of an image archive, which come in any order: each becomes a blob while it passes by, and its name is remembered. Names are
 * keys here, no paths of the host: {@code ../x} is just a name. Blobs that no image turns out to need are collected afterwards.
 */
final class ArchiveMembers {

    private static final int BUFFER = 64 << 10;
    private static final int MAX_LINKS = 8;

    private final ContentStore content;
    private final Map<String, Digest> blobs = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    private ArchiveMembers(ContentStore content) {
        this.content = content;
    }

    /** Reads the whole stream, plain or packed. Throws ArchiveException for one that is no tar or is cut off. */
    static ArchiveMembers read(InputStream stream, ContentStore content, ImageDraft draft) throws IOException {
        var members = new ArchiveMembers(content);
        var in = new BufferedInputStream(stream, BUFFER);
        var tar = new TarReader(new BufferedInputStream(Compression.of(in).open(in), BUFFER), TarLimits.DEFAULT);
        byte[] buffer = new byte[BUFFER];
        for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
            TarEntry entry = next.get();
            switch (entry.type()) {
                case FILE -> {
                    try (BlobDraft blob = draft.content().blob()) {
                        for (int got = tar.read(buffer, 0, BUFFER); got >= 0; got = tar.read(buffer, 0, BUFFER)) {
                            blob.write(buffer, 0, got);
                        }
                        members.blobs.put(clean(entry.name()), blob.commit());
                    }
                }
                case SYMBOLIC_LINK -> members.links.put(clean(entry.name()), beside(entry.name(), entry.link()));
                case HARD_LINK -> members.links.put(clean(entry.name()), clean(entry.link()));
                default -> {} // folders, and what has no place in an image archive
            }
        }
        return members;
    }

    /** {@code ./a} and {@code a} are the same member. */
    private static String clean(String name) {
        return Path.of(name).normalize().toString();
    }

    /** Old archives have a link where two images share a layer. */
    private static String beside(String name, String target) {
        Path parent = Path.of(name).normalize().getParent();
        return (parent == null ? Path.of(target) : parent.resolve(target))
                .normalize()
                .toString();
    }

    Optional<Digest> blob(String name) {
        String at = clean(name);
        for (int i = 0; i < MAX_LINKS && !blobs.containsKey(at) && links.containsKey(at); i++) {
            at = links.get(at);
        }
        return Optional.ofNullable(blobs.get(at));
    }

    Optional<byte[]> document(String name) throws IOException {
        Optional<Digest> digest = blob(name);
        return digest.isPresent()
                ? Optional.of(content.read(digest.get(), ImageSpecJson.MAX_DOCUMENT))
                : Optional.empty();
    }

    boolean isEmpty() {
        return blobs.isEmpty();
    }
}
