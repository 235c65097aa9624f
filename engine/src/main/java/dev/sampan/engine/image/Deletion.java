package dev.sampan.engine.image;

/** One line of what rmi and prune did. */
public sealed interface Deletion {

    /** A name is gone: {@code busybox:latest}. */
    record Untagged(String name) implements Deletion {}

    /** An image is gone. */
    record Deleted(dev.sampan.engine.oci.Digest id) implements Deletion {}
}
