package dev.sampan.engine.archive;

import static dev.sampan.linux.struct.Stat.S_IFCHR;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Names;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes into a layer, when it has all its files, what it hides of those below it: a whiteout where it has nothing of that name, and where it has
 * a directory, one that is opaque.
 */
final class OverlayWhiteouts {

    private final Fd root;
    private final ParentDirectories parents;

    OverlayWhiteouts(Fd root, ParentDirectories parents) {
        this.root = root;
        this.parents = parents;
    }

    /** A directory's own whiteout is written before those in it, which then say nothing more. */
    void write(Unpacked unpacked) throws IOException {
        for (String path : unpacked.hidden()) {
            write(path, () -> hide(EntryPath.of("/" + path)));
        }
        for (String path : unpacked.opaque()) {
            write(path, () -> {
                if (path.isEmpty() || !isGone(path)) {
                    Whiteouts.makeOpaque(parents.of(EntryPath.of("/" + path)));
                }
            });
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void write(String path, Step step) throws IOException {
        try {
            step.run();
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOTDIR)) {
                return; // the layer has a file on the way, which hides all of this
            }
            Unpack.failed(path, e);
        }
    }

    private void hide(EntryPath path) throws IOException {
        if (!path.parent().isRoot() && isGone(path.parent().toString())) {
            return;
        }
        Fd parent = parents.of(path.parent());
        Optional<Stat> own = Tree.child(parent, path.base());
        if (own.isEmpty()) {
            Names.mknodat(parent.number(), path.base(), S_IFCHR, 0);
        } else if (own.get().isDirectory()) {
            try (Fd directory = Files.openat(
                    parent.number(), path.base(), Files.O_RDONLY | Files.O_DIRECTORY | Files.O_NOFOLLOW, 0)) {
                Whiteouts.makeOpaque(directory);
            }
        }
    }

    private boolean isGone(String directory) {
        return Whiteouts.said(root, directory).filter(there -> !there).isPresent();
    }
}
