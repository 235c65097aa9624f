package dev.sampan.engine.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A way to keep layers on disk. Found by ServiceLoader: a driver is one package beside this one, its class named in
 * META-INF/services/dev.sampan.engine.storage.StorageDriver; the conformance suite runs on each.
 *
 * @see Storage what an opened driver does
 */
public interface StorageDriver {

    /** Docker's name of it: {@code overlay2}, {@code vfs}. */
    String name();

    /**
     * Which driver is taken when none is asked for: that with the lowest rank among those that work. Fast ones come first; 100 is for what
     * works everywhere and costs a copy.
     */
    int rank();

    /** Why it cannot work below this directory, which exists: {@code ext4 without d_type}; empty when it can. Leaves nothing behind. */
    Optional<String> probe(Path root);

    /** Takes the directory into use, which belongs to this driver alone and is made if missing. Leftovers of a crash are removed. */
    Storage open(Path root) throws IOException;
}
