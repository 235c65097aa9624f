package dev.sampan.engine.storage.vfs;

import dev.sampan.engine.storage.Storage;
import dev.sampan.engine.storage.StorageDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A full copy of the parents for each layer, shared by the file system where it can (reflinks). Works everywhere. */
public final class Vfs implements StorageDriver {

    @Override
    public String name() {
        return "vfs";
    }

    @Override
    public int rank() {
        return 100;
    }

    @Override
    public Optional<String> probe(Path root) {
        return Optional.empty();
    }

    @Override
    public Storage open(Path root) throws IOException {
        return new VfsStorage(root);
    }
}
