package dev.sampan.engine.storage.driver;

import dev.sampan.engine.archive.Whiteouts;
import dev.sampan.engine.storage.Draft;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.util.List;

/** A read-only layer on its way, in a folder without a name. Which tree it is and how it hides things is its driver's. */
record FolderDraft(
        LayerFolders folders, String folder, Fd root, Whiteouts whiteouts, List<LayerId> parents, List<Fd> lowers)
        implements Draft {

    @Override
    public void flush() {
        folders.flush();
    }

    @Override
    public void commit(LayerId id) throws IOException {
        folders.write(folder, LayerRecord.readOnly(parents, LayerFolders.usage(root)));
        folders.flush();
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
