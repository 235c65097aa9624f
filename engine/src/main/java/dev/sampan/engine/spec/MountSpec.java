package dev.sampan.engine.spec;

import java.util.List;

/** What is mounted in a container beside its root. */
public sealed interface MountSpec {

    /** Absolute, in the container; a directory or file there is hidden. */
    String destination();

    /** Nothing below it can be written through this mount. */
    boolean readOnly();

    /**
     * A file or directory of the host.
     *
     * @param source absolute, on the host
     * @param propagation a word of mount(8): rprivate, rslave, ...
     * @param recursive with what is mounted below the source
     * @param readOnlyTop where it is read-only: of what is mounted below the source not
     * @param madeIfMissing a directory is made in place of a missing source
     */
    record Bind(
            String source,
            String destination,
            boolean readOnly,
            String propagation,
            boolean recursive,
            boolean readOnlyTop,
            boolean madeIfMissing)
            implements MountSpec {}

    /**
     * A named directory of the engine's.
     *
     * @param source where it is on the host; made when it is missing
     */
    record Volume(String name, String source, String destination, boolean readOnly) implements MountSpec {}

    /**
     * Memory, empty at first.
     *
     * @param options in mount(8)'s words, over noexec, nosuid and nodev
     */
    record Tmpfs(String destination, boolean readOnly, List<String> options) implements MountSpec {}
}
