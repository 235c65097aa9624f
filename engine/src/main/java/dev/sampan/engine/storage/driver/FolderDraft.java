package dev.sampan.engine.storage.driver;

import dev.sampan.engine.archive.Whiteouts;
import dev.sampan.engine.storage.LayerDraft;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.util.List;

/** A read-only layer on its way, in a folder without a name. Which tree it is and how it hides things is its driver's. */
final class FolderDraft implements LayerDraft {

    private final LayerFolders folders;
    private final String folder;
    private final Fd root;
    private final Whiteouts whiteouts;
    private final List<LayerId> parents;
    private final List<Fd> lowers;
    private boolean flushed;

    FolderDraft(
            LayerFolders folders, String folder, Fd root, Whiteouts whiteouts, List<LayerId> parents, List<Fd> lowers) {
        this.folders = folders;
        this.folder = folder;
        this.root = root;
        this.whiteouts = whiteouts;
        this.parents = parents;
        this.lowers = lowers;
    }

    @Override
    public Fd root() {
        return root;
    }

    @Override
    public Whiteouts whiteouts() {
        return whiteouts;
    }

    @Override
    public List<Fd> lowers() {
        return lowers;
    }

    @Override
    public void flush() throws IOException {
        folders.write(folder, LayerRecord.readOnly(parents, LayerFolders.usage(root)));
        folders.flush();
        flushed = true;
    }

    @Override
    public void commit(LayerId id) throws IOException {
        if (!flushed) {
            flush();
        }
        if (folders.settle(folder, id)) {
            folders.flushNames();
        }
    }

    @Override
    public void close() {
        root.close();
        lowers.forEach(Fd::close);
        folders.discard(folder);
    }
}
