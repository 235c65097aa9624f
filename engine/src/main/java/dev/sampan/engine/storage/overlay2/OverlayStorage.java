package dev.sampan.engine.storage.overlay2;

import static dev.sampan.linux.syscall.Files.AT_EMPTY_PATH;
import static java.nio.file.Files.createDirectories;
import static java.nio.file.Files.createDirectory;
import static java.nio.file.Files.exists;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.archive.Unpacked;
import dev.sampan.engine.archive.Whiteouts;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.storage.Change;
import dev.sampan.engine.storage.Changes;
import dev.sampan.engine.storage.Layer;
import dev.sampan.engine.storage.LayerDraft;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Storage;
import dev.sampan.engine.storage.Usage;
import dev.sampan.engine.storage.folder.FolderDraft;
import dev.sampan.engine.storage.folder.LayerFolders;
import dev.sampan.engine.storage.folder.LayerRecord;
import dev.sampan.engine.storage.folder.LayerStack;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Inodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A folder per layer: {@code diff} holds what the layer has changed, in overlayfs' own form; a writable one has {@code work} beside it, which
 * the kernel needs empty and on the same file system.
 */
final class OverlayStorage implements Storage {

    private static final String DIFF = "diff";
    private static final String WORK = "work";
    /** A lower layer for what has none: an overlay needs one. */
    private static final LayerId NOTHING = new LayerId("nothing");

    private final LayerFolders folders;

    OverlayStorage(Path root) throws IOException {
        this.folders = new LayerFolders(root);
        repair(NOTHING, new Layer(false, List.of()));
        if (!folders.has(NOTHING)) {
            try (LayerDraft nothing = draft()) {
                nothing.unpack(InputStream.nullInputStream());
                nothing.commit(NOTHING, List.of());
            }
        }
    }

    @Override
    public LayerDraft draft() throws IOException {
        return new FolderDraft(folders, DIFF, Whiteouts.OVERLAY, this::put);
    }

    private Path put(Path folder, Fd diff, Unpacked unpacked, List<LayerId> parents) throws IOException {
        var lowers = new ArrayList<Fd>();
        try {
            parents.reversed().forEach(parent -> lowers.add(Tree.open(changesOf(parent))));
            unpacked.putOn(diff, lowers);
        } finally {
            lowers.forEach(Fd::close);
        }
        return folder.resolve(DIFF);
    }

    @Override
    public void createWritable(LayerId id, List<LayerId> parents) throws IOException {
        folders.require(parents);
        folders.create(id, LayerRecord.writable(parents), folder -> {
            Path diff = folder.resolve(DIFF);
            createDirectory(diff);
            createDirectory(folder.resolve(WORK));
            copyRootAttributes(parents, diff);
        });
    }

    private void copyRootAttributes(List<LayerId> parents, Path diff) {
        if (parents.isEmpty()) {
            try (Fd made = Tree.open(diff)) {
                Inodes.fchmod(made.number(), 0755);
            }
        } else {
            copyAttributes(changesOf(parents.getLast()), diff);
        }
    }

    /**
     * An upper directory inside its own lower one is refused by the kernel (ELOOP), and every directory lies inside {@code /}. So where
     * the directory contains this storage on the same file system, the changes go to {@code spare}.
     */
    @Override
    public void createWritableOver(LayerId id, Path directory, Path spare) throws IOException {
        Path lower = directory.toRealPath();
        if (folders.has(id)) {
            throw new Conflict("layer " + id + " exists"); // before its upper directory is taken for ours to undo
        }
        boolean inside = folders.root().toRealPath().startsWith(lower);
        Optional<Path> elsewhere =
                inside ? Optional.of(PrivateDirectory.make(spare.resolve("sampan-" + id))) : Optional.empty();
        var record = new LayerRecord(true, List.of(), Optional.of(lower), elsewhere, Optional.empty());
        try (var undo = new Undo()) {
            elsewhere.ifPresent(place -> undo.add("remove " + place, () -> removeElsewhere(place)));
            folders.create(id, record, folder -> makeUpper(elsewhere.orElse(folder), lower));
            undo.commit();
        }
    }

    private static void makeUpper(Path place, Path likeRoot) throws IOException {
        createDirectories(place.resolve(DIFF));
        createDirectories(place.resolve(WORK));
        copyAttributes(likeRoot, place.resolve(DIFF));
    }

    /** The root directory of an overlay looks as its uppermost layer has it. */
    private static void copyAttributes(Path from, Path to) {
        try (Fd source = Tree.open(from);
                Fd target = Tree.open(to)) {
            Stat like = Inodes.fstat(source.number());
            Inodes.fchownat(target.number(), "", like.uid(), like.gid(), AT_EMPTY_PATH);
            Inodes.fchmod(target.number(), like.permissions());
        }
    }

    @Override
    public List<Mount> mount(LayerId id) throws IOException {
        LayerRecord record = folders.record(id);
        Path place = place(id, record);
        if (record.upper().isPresent() && !exists(place)) {
            PrivateDirectory.make(place);
            makeUpper(place, record.over().orElseThrow()); // it was on a tmpfs, and the host has been restarted
        }
        String lowers = lowerPaths(record).stream().map(OverlayStorage::escaped).collect(Collectors.joining(":"));
        return List.of(new Mount(
                "/",
                "overlay",
                "overlay",
                List.of(
                        "lowerdir=" + lowers,
                        "upperdir=" + place.resolve(DIFF),
                        "workdir=" + place.resolve(WORK),
                        "index=off",
                        "redirect_dir=off",
                        "metacopy=off")));
    }

    /** As mount(8) wants a colon inside one path of several. */
    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\").replace(":", "\\:");
    }

    @Override
    public Fd openTree(LayerId id) throws IOException {
        return DetachedOverlay.open(stack(id));
    }

    @Override
    public Optional<Fd> openFile(LayerId id, String path) throws IOException {
        try (var stack = new LayerStack(stack(id))) {
            return stack.open(path);
        }
    }

    @Override
    public boolean isBlocked(LayerId id, String path) throws IOException {
        try (var stack = new LayerStack(stack(id))) {
            return stack.isBlocked(path);
        }
    }

    /** An overlay's root has the number of its upper directory, where all layers are on one file system. */
    @Override
    public boolean isRootOf(LayerId id, Fd directory) throws IOException {
        try (Fd upper = Tree.open(place(id, folders.record(id)).resolve(DIFF))) {
            return Inodes.fstatfs(directory.number()).type() == StatFs.OVERLAYFS
                    && Inodes.fstat(directory.number()).inode()
                            == Inodes.fstat(upper.number()).inode();
        }
    }

    /** The layer's own tree and all below, uppermost first. */
    private List<Path> stack(LayerId id) throws IOException {
        LayerRecord record = folders.record(id);
        var stack = new ArrayList<Path>();
        stack.add(place(id, record).resolve(DIFF));
        stack.addAll(lowerPaths(record));
        return stack;
    }

    /** Uppermost first. */
    private List<Path> lowerPaths(LayerRecord record) {
        if (record.over().isPresent()) {
            return List.of(record.over().get());
        }
        return record.parents().isEmpty()
                ? List.of(changesOf(NOTHING))
                : record.parents().reversed().stream().map(this::changesOf).toList();
    }

    private Path place(LayerId id, LayerRecord record) {
        return record.upper().orElse(folders.path(id));
    }

    private Path changesOf(LayerId id) {
        return folders.path(id).resolve(DIFF);
    }

    @Override
    public void remove(LayerId id) throws IOException {
        if (!folders.has(id)) {
            return;
        }
        Optional<Path> elsewhere = folders.known(id).flatMap(LayerRecord::upper);
        folders.remove(id);
        if (elsewhere.filter(java.nio.file.Files::exists).isPresent()) {
            removeElsewhere(elsewhere.get());
        }
    }

    private static void removeElsewhere(Path place) {
        try (Fd parent = Tree.open(place.getParent())) {
            Tree.remove(parent, place.getFileName().toString());
        }
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
        Set<LayerId> all = folders.all();
        all.remove(NOTHING);
        return all;
    }

    @Override
    public Layer layer(LayerId id) throws IOException {
        return folders.layer(id);
    }

    @Override
    public Usage usage(LayerId id) throws IOException {
        LayerRecord record = folders.record(id);
        if (record.usage().isPresent()) {
            return record.usage().get();
        }
        try (Fd tree = Tree.open(place(id, record).resolve(DIFF))) {
            return LayerFolders.usage(tree);
        }
    }

    @Override
    public List<Change> diff(LayerId id) throws IOException {
        LayerRecord record = folders.record(id);
        try (Fd upper = Tree.open(place(id, record).resolve(DIFF));
                Fd lower = DetachedOverlay.open(lowerPaths(record))) {
            return Changes.ofUpper(upper, lower);
        }
    }
}
