package dev.sampan.engine.storage;

import dev.sampan.engine.archive.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A read-only layer that is being filled, without the layers it will stand on: so those of an image are unpacked at the same time. Closed without
 * {@link #commit}, it was never there.
 */
public interface LayerDraft extends AutoCloseable {

    /** Fills it, once, with a layer's tar. Throws {@link ArchiveException} for what is malformed, hostile or too big. */
    void unpack(InputStream tar) throws IOException;

    /**
     * Puts it on its parents, base first, which are there, writes everything to the disk and makes the layer visible. If another one has been
     * committed under this id meanwhile, that one stays and this is dropped.
     *
     * <p>Throws NotFound for a missing parent, ArchiveException for a hard link to a file that no parent has.
     */
    void commit(LayerId id, List<LayerId> parents) throws IOException;

    @Override
    void close();
}
