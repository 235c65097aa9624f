package dev.sampan.engine.archive;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.ExtendedAttributes;
import dev.sampan.linux.syscall.Fd;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What to do with the entries by which a layer says that something of the layers below is gone: {@code .wh.NAME} hides NAME,
 * {@code .wh..wh..opq} hides all that a directory has below.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts">OCI image-spec, whiteouts</a>
 */
public enum Whiteouts {
    /** The tree is one layer of an overlay: a character device 0/0 and trusted.overlay.opaque=y say the same to the kernel. */
    OVERLAY,
    /** The tree is one layer that is merged into a copy of those below it: see {@link Merge}. */
    MERGED,
    /** The archive is no layer: such names are plain names. */
    NONE;

    static final String PREFIX = ".wh.";
    static final String OPAQUE = ".wh..wh..opq";
    static final String META_PREFIX = ".wh..wh.";
    static final String OPAQUE_XATTR = "trusted.overlay.opaque";
    private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

    /**
     * What one layer of an overlay says of a path: it is there, it is gone (a whiteout, or hidden by an opaque directory), or nothing, when the
     * layers below decide.
     */
    public static Optional<Boolean> said(Fd layer, String path) {
        String[] parts = path.split("/");
        String at = "";
        for (String part : parts) {
            String parent = at;
            at = parent.isEmpty() ? part : parent + "/" + part;
            Optional<Stat> stat = Tree.stat(layer, at);
            if (stat.isEmpty()) {
                return !parent.isEmpty() && isOpaque(layer, parent) ? Optional.of(false) : Optional.empty();
            }
            if (isWhiteout(stat.get())) {
                return Optional.of(false);
            }
        }
        return Optional.of(true);
    }

    /** The directory hides all that the layers below have in it. */
    static void makeOpaque(Fd directory) {
        ExtendedAttributes.fsetxattr(directory.number(), OPAQUE_XATTR, YES, 0);
    }

    static boolean isWhiteout(Stat stat) {
        return stat.type() == Stat.S_IFCHR && stat.specialDevice() == 0;
    }

    private static boolean isOpaque(Fd layer, String directory) {
        try (Fd opened = Tree.directory(layer, directory)) {
            return ExtendedAttributes.fgetxattr(opened.number(), OPAQUE_XATTR).isPresent();
        } catch (ErrnoException e) {
            return false; // it is no directory
        }
    }
}
