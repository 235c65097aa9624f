package dev.sampan.engine.storage;

/**
 * One difference between a container's tree and its image.
 *
 * @param path absolute inside the container, {@code /etc/hosts}
 */
public record Change(Kind kind, String path) {

    /** In the order of Docker's wire numbers 0, 1, 2. */
    public enum Kind {
        MODIFIED,
        ADDED,
        DELETED
    }
}
