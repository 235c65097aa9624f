package dev.sampan.engine.archive;

/**
 * What to do with the entries by which a layer says that something of the layers below is gone: {@code .wh.NAME} hides NAME,
 * {@code .wh..wh..opq} hides all that a directory has below.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts">OCI image-spec, whiteouts</a>
 */
public enum Whiteouts {
    /** The tree is one layer of an overlay: a character device 0/0 and trusted.overlay.opaque=y say the same to the kernel. */
    OVERLAY,
    /** The tree holds the lower layers' files already: remove them. */
    APPLY,
    /** The archive is no layer: such names are plain names. */
    NONE;

    static final String PREFIX = ".wh.";
    static final String OPAQUE = ".wh..wh..opq";
    static final String META_PREFIX = ".wh..wh.";
    static final String OPAQUE_XATTR = "trusted.overlay.opaque";
}
