package dev.sampan.engine.image;

import dev.sampan.engine.event.Events;
import dev.sampan.engine.storage.Layers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test's own images and layers, which nothing uses. */
abstract class ImagesInAFolder {

    @TempDir
    Path folder;

    Layers layers;
    Images images;

    @BeforeEach
    void open() throws IOException {
        layers = Layers.open(folder.resolve("storage"), Optional.empty());
        images = new Images(folder.resolve("content"), layers, ImageUsers.none(), new Events());
    }
}
