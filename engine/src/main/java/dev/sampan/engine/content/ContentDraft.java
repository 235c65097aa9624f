package dev.sampan.engine.content;

import dev.sampan.engine.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Keeps blobs from the garbage collection while an image is being brought in and nothing names them yet. */
public final class ContentDraft implements AutoCloseable {

    private final ContentStore store;
    private final Set<Digest> held = new HashSet<>();

    ContentDraft(ContentStore store) {
        this.store = store;
    }

    public BlobDraft blob() throws IOException {
        return new BlobDraft(store.draftFile(), this);
    }

    public Digest put(byte[] content) throws IOException {
        Digest digest = Digest.ofContent(content);
        if (keep(digest)) {
            return digest;
        }
        try (var blob = blob()) {
            blob.write(content);
            return blob.commit(digest);
        }
    }

    /** Holds a blob if it is there; false if it is not and must be brought. */
    public boolean keep(Digest digest) {
        synchronized (store) {
            if (!store.has(digest)) {
                return false;
            }
            held.add(digest);
            return true;
        }
    }

    void settle(Path file, Digest digest) throws IOException {
        synchronized (store) {
            store.settle(file, digest);
            held.add(digest);
        }
    }

    /** Guarded by the store. */
    Set<Digest> held() {
        return held;
    }

    @Override
    public void close() {
        store.release(this);
    }
}
