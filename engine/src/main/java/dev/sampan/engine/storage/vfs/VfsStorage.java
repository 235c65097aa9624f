package dev.sampan.engine.storage.vfs;

import static java.nio.file.Files.createDirectory;

import dev.sampan.engine.archive.Merge;
import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.archive.TreeCopy;
import dev.sampan.engine.archive.Unpacked;
import dev.sampan.engine.archive.Whiteouts;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.storage.Change;
import dev.sampan.engine.storage.Changes;
import dev.sampan.engine.storage.Layer;
import dev.sampan.engine.storage.LayerDraft;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Storage;
import dev.sampan.engine.storage.Usage;
import dev.sampan.engine.storage.folder.DetachedTree;
import dev.sampan.engine.storage.folder.FolderDraft;
import dev.sampan.engine.storage.folder.LayerFolders;
import dev.sampan.engine.storage.folder.LayerRecord;
import dev.sampan.engine.storage.folder.LayerStack;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Inodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A folder per layer whose {@code tree} is complete. A container's root is a bind mount of its tree. */
final class VfsStorage implements Storage {

    private static final String TREE = "tree";

    /** Of a draft: what the layer itself has. */
    private static final String OWN = "own";

    private final LayerFolders folders;

    VfsStorage(Path root) throws IOException {
        this.folders = new LayerFolders(root);
    }

    @Override
    public LayerDraft draft() throws IOException {
        return new FolderDraft(folders, OWN, Whiteouts.MERGED, this::put);
    }

    private Path put(Path folder, Fd own, Unpacked unpacked, List<LayerId> parents) throws IOException {
        try (Fd tree = copied(folder, parents)) {
            Merge.into(tree, own, unpacked);
        }
        Tree.remove(folder.resolve(OWN));
        return folder.resolve(TREE);
    }

    private Fd copied(Path folder, List<LayerId> parents) throws IOException {
        Path tree = folder.resolve(TREE);
        createDirectory(tree);
        Fd target = Tree.open(tree);
        if (parents.isEmpty()) {
            Inodes.fchmod(target.number(), 0755);
        } else {
            copy(tree(parents.getLast()), target);
        }
        return target;
    }

    private static void copy(Path from, Fd target) throws IOException {
        try (Fd source = Tree.open(from)) {
            new TreeCopy().contents(source, target);
        }
    }

    @Override
    public void createWritable(LayerId id, List<LayerId> parents) throws IOException {
        folders.require(parents);
        folders.create(
                id,
                LayerRecord.writable(parents),
                folder -> copied(folder, parents).close());
    }

    @Override
    public void createWritableOver(LayerId id, Path directory, Path spare) throws IOException {
        Path source = directory.toRealPath();
        if (folders.root().toRealPath().startsWith(source)) {
            throw new Conflict("storage driver vfs cannot copy " + directory + ", which contains its own copies");
        }
        var record = new LayerRecord(true, List.of(), Optional.of(source), Optional.empty(), Optional.empty());
        folders.create(id, record, folder -> {
            Path tree = folder.resolve(TREE);
            createDirectory(tree);
            try (Fd target = Tree.open(tree)) {
                copy(source, target);
            }
        });
    }

    @Override
    public List<Mount> mount(LayerId id) throws IOException {
        folders.record(id);
        return List.of(Mount.bind(tree(id).toString(), "/"));
    }

    @Override
    public Fd openTree(LayerId id) throws IOException {
        folders.record(id);
        return DetachedTree.open(tree(id));
    }

    @Override
    public boolean isRootOf(LayerId id, Fd directory) {
        try (Fd tree = Tree.open(tree(id))) {
            Stat own = Inodes.fstat(tree.number());
            Stat other = Inodes.fstat(directory.number());
            return own.device() == other.device() && own.inode() == other.inode();
        }
    }

    @Override
    public Optional<Fd> openFile(LayerId id, String path) throws IOException {
        folders.record(id);
        try (var stack = new LayerStack(List.of(tree(id)))) {
            return stack.open(path);
        }
    }

    @Override
    public boolean isBlocked(LayerId id, String path) throws IOException {
        try (var stack = new LayerStack(List.of(tree(id)))) {
            return stack.isBlocked(path);
        }
    }

    private Path tree(LayerId id) {
        return folders.path(id).resolve(TREE);
    }

    @Override
    public void remove(LayerId id) {
        folders.remove(id);
    }

    @Override
    public boolean has(LayerId id) {
        return folders.has(id);
    }

    @Override
    public void repair(LayerId id, Layer layer) throws IOException {
        folders.repair(id, layer);
    }

    @Override
    public Set<LayerId> all() {
        return folders.all();
    }

    @Override
    public Layer layer(LayerId id) throws IOException {
        return folders.layer(id);
    }

    @Override
    public Usage usage(LayerId id) throws IOException {
        Optional<Usage> known = folders.record(id).usage();
        if (known.isPresent()) {
            return known.get();
        }
        try (Fd tree = Tree.open(tree(id))) {
            return LayerFolders.usage(tree);
        }
    }

    @Override
    public List<Change> diff(LayerId id) throws IOException {
        LayerRecord record = folders.record(id);
        Optional<Path> before = record.over()
                .or(() -> record.parents().reversed().stream().findFirst().map(this::tree));
        try (Fd now = Tree.open(tree(id))) {
            if (before.isEmpty()) {
                return Changes.ofTree(now);
            }
            try (Fd was = Tree.open(before.get())) {
                return Changes.ofTrees(now, was);
            }
        }
    }
}
