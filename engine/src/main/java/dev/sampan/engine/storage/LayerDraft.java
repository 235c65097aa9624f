package dev.sampan.engine.storage;

import dev.sampan.engine.archive.Whiteouts;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.util.List;

/** A read-only layer that is being filled. Closed without {@link #commit}, it was never there. */
public interface LayerDraft extends AutoCloseable {

    /** The directory to fill. */
    Fd root();

    /** How the filled directory says that something of a parent is gone. */
    Whiteouts whiteouts();

    /** Roots of the parents' own trees, uppermost first; empty for a driver that copies them into {@link #root}. */
    List<Fd> lowers();

    /** Ends the filling and writes everything to the disk: the slow part of a commit, for callers who hold a lock during the rest. */
    void flush() throws IOException;

    /** Makes the layer visible; if another one has been committed under this id meanwhile, that one stays and this is dropped. */
    void commit(LayerId id) throws IOException;

    @Override
    void close() throws IOException;
}
