package dev.sampan.engine.storage.folder;

import dev.sampan.engine.archive.TarLimits;
import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.archive.Unpack;
import dev.sampan.engine.archive.Unpacked;
import dev.sampan.engine.archive.Whiteouts;
import dev.sampan.engine.storage.LayerDraft;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Inodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A read-only layer on its way, in a folder without a name. How it hides things and how it comes on its parents is its driver's. */
public final class FolderDraft implements LayerDraft {

    /**
     * Puts what was unpacked on the layer's parents.
     *
     * @see #FolderDraft
     */
    @FunctionalInterface
    public interface Placing {
        /** @return the layer's finished tree, inside the folder */
        Path put(Path folder, Fd tree, Unpacked unpacked, List<LayerId> parents) throws IOException;
    }

    private final LayerFolders folders;
    private final String folder;
    private final Whiteouts whiteouts;
    private final Placing placing;
    private final Fd tree;
    private Optional<Unpacked> unpacked = Optional.empty();

    /** @param name of the directory in the folder that is filled */
    public FolderDraft(LayerFolders folders, String name, Whiteouts whiteouts, Placing placing) throws IOException {
        this.folders = folders;
        this.whiteouts = whiteouts;
        this.placing = placing;
        this.folder = folders.begin();
        Path directory = folders.begun(folder).resolve(name);
        Files.createDirectory(directory);
        this.tree = Tree.open(directory);
        Inodes.fchmod(tree.number(), 0755);
    }

    @Override
    public void unpack(InputStream tar) throws IOException {
        try (var unpack = new Unpack(tree, whiteouts)) {
            unpacked = Optional.of(unpack.unpack(tar, TarLimits.DEFAULT));
        }
    }

    @Override
    public void commit(LayerId id, List<LayerId> parents) throws IOException {
        folders.require(parents);
        Path finished = placing.put(
                folders.begun(folder),
                tree,
                unpacked.orElseThrow(() -> new IllegalStateException("commit of a layer that was not unpacked")),
                parents);
        try (Fd whole = Tree.open(finished)) {
            folders.write(folder, LayerRecord.readOnly(parents, LayerFolders.usage(whole)));
        }
        folders.flush();
        if (folders.settle(folder, id)) {
            folders.flushNames();
        }
    }

    @Override
    public void close() {
        tree.close();
        folders.discard(folder);
    }
}
