package dev.sampan.engine.image;

import dev.sampan.engine.content.ContentDraft;
import dev.sampan.engine.storage.LayerId;
import java.util.HashSet;
import java.util.Set;

/** What one import or load has brought in so far: the garbage collection leaves it alone until this is closed. */
final class ImageDraft implements AutoCloseable {

    private final ImageStore store;
    private final ContentDraft content;
    private final Set<LayerId> layers = new HashSet<>();

    ImageDraft(ImageStore store, ContentDraft content) {
        this.store = store;
        this.content = content;
    }

    ContentDraft content() {
        return content;
    }

    /** Guarded by the store. */
    Set<LayerId> layers() {
        return layers;
    }

    @Override
    public void close() {
        store.release(this);
        content.close();
    }
}
