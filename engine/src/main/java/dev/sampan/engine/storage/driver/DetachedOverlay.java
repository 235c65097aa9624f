package dev.sampan.engine.storage.driver;

import dev.sampan.engine.archive.Tree;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Layers stacked for reading, as a mount that is attached nowhere: fsopen(2), fsconfig(2), fsmount(2). */
final class DetachedOverlay {

    private static final int MAX_STRING = 255;
    private static final int ATTRIBUTES =
            Mounts.MOUNT_ATTR_RDONLY | Mounts.MOUNT_ATTR_NODEV | Mounts.MOUNT_ATTR_NOSUID | Mounts.MOUNT_ATTR_NOEXEC;

    private DetachedOverlay() {}

    /** @param stack uppermost first; an overlay without an upper layer needs two, so a single one is cloned instead */
    static Fd open(List<Path> stack) {
        if (stack.size() == 1) {
            return Mounts.openTree(Files.AT_FDCWD, stack.getFirst().toString(), Mounts.OPEN_TREE_CLONE);
        }
        try (Fd context = Mounts.fsopen("overlay")) {
            try {
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
        return openBeforeLinux65(stack);
    }

    /** All layers are one string of at most 255 bytes there, so they are named by descriptor. */
    private static Fd openBeforeLinux65(List<Path> stack) {
        var opened = new ArrayList<Fd>();
        try (Fd context = Mounts.fsopen("overlay")) {
            stack.forEach(layer -> opened.add(Tree.open(layer)));
            String lowers = opened.stream().map(Fd::path).collect(Collectors.joining(":"));
            if (lowers.length() > MAX_STRING) {
                throw new IllegalStateException("reading " + stack.size() + " layers at once needs Linux 6.5");
            }
            Mounts.fsconfigString(context.number(), "lowerdir", lowers);
            return create(context);
        } finally {
            opened.forEach(Fd::close);
        }
    }

    private static Fd create(Fd context) {
        Mounts.fsconfigString(context.number(), "source", "overlay");
        Mounts.fsconfigCreate(context.number());
        return Mounts.fsmount(context.number(), ATTRIBUTES);
    }
}
