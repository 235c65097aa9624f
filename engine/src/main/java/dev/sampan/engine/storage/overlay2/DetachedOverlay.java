package dev.sampan.engine.storage.overlay2;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.storage.folder.DetachedTree;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Namespaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Layers stacked for reading, as a mount that is attached nowhere: fsopen(2), fsconfig(2), fsmount(2). */
final class DetachedOverlay {

    private static volatile boolean oneByOne = true;

    private DetachedOverlay() {}

    /** @param stack uppermost first; an overlay without an upper layer needs two, so a single one is cloned instead */
    static Fd open(List<Path> stack) {
        if (stack.size() == 1) {
            return DetachedTree.open(stack.getFirst());
        }
        if (oneByOne) {
            try (Fd context = Mounts.fsopen("overlay")) {
                for (Path layer : stack) {
                    Mounts.fsconfigString(context.number(), "lowerdir+", layer.toString());
                }
                return create(context);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EINVAL) || !e.call().equals("fsconfig")) {
                    throw e;
                }
            }
        }
        Fd opened = openBeforeLinux68(stack);
        oneByOne = false; // asked once, as the kernel's log gets a line each time
        return opened;
    }

    /**
     * All layers are one string there, of at most 255 bytes in fsconfig but of a page in mount(2), which wants a place in a mount
     * namespace: one that only a thread of its own sees, and that ends with it. The layers are named by descriptor.
     */
    static Fd openBeforeLinux68(List<Path> stack) {
        var mounted = new CompletableFuture<Fd>();
        Thread.ofPlatform().name("overlay").start(() -> {
            try {
                mounted.complete(mountAlone(stack));
            } catch (RuntimeException | Error e) {
                mounted.completeExceptionally(e);
            }
        });
        try {
            return mounted.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ErrnoException refused) {
                throw refused;
            }
            throw e;
        }
    }

    private static Fd mountAlone(List<Path> stack) {
        var opened = new ArrayList<Fd>();
        try {
            Namespaces.unshare(Namespaces.CLONE_NEWNS);
            Mounts.mount(null, "/", null, Mounts.MS_REC | Mounts.MS_PRIVATE, null);
            stack.forEach(
                    layer -> opened.add(Tree.open(layer))); // now, as a layer must lie in the mounter's own namespace
            String lowers = opened.stream().map(Fd::path).collect(Collectors.joining(":"));
            String place = stack.getFirst().toString();
            long flags = Mounts.MS_RDONLY | Mounts.MS_NODEV | Mounts.MS_NOSUID | Mounts.MS_NOEXEC;
            Mounts.mount("overlay", place, "overlay", flags, "lowerdir=" + lowers);
            return Mounts.openTree(Files.AT_FDCWD, place, Mounts.OPEN_TREE_CLONE);
        } finally {
            opened.forEach(Fd::close);
        }
    }

    private static Fd create(Fd context) {
        Mounts.fsconfigString(context.number(), "source", "overlay");
        Mounts.fsconfigCreate(context.number());
        return Mounts.fsmount(context.number(), DetachedTree.ATTRIBUTES);
    }
}
