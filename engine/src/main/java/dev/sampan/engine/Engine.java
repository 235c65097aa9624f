package dev.sampan.engine;

import dev.sampan.engine.container.Containers;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.image.ImageUsers;
import dev.sampan.engine.image.Images;
import dev.sampan.engine.storage.Layers;
import dev.sampan.engine.store.Places;
import java.io.IOException;
import java.util.Optional;

/**
 * A container engine in this JVM. The only place that knows how its parts are put together.
 *
 * <pre>{@code
 * try (Engine engine = Engine.open(EngineOptions.defaults())) {
 *     var created = engine.containers().create("", Optional.empty(), request);
 *     engine.containers().start(created.id());
 * }
 * }</pre>
 *
 * <p>Containers outlive {@link #close} and the JVM: the next engine on the same places goes on with them.
 */
public final class Engine implements AutoCloseable {

    private final Places places;
    private final Events events;
    private final Layers layers;
    private final Images images;
    private final Containers containers;

    private Engine(EngineOptions options) throws IOException {
        places = new Places(options.dataRoot(), options.execRoot());
        events = new Events();
        layers = Layers.open(places.storage(), Optional.empty());
        images = new Images(places.content(), layers, ImageUsers.none(), events);
        containers = new Containers();
    }

    /** Throws EngineException.SystemFailure when the host lacks something, naming it. */
    public static Engine open(EngineOptions options) {
        try {
            return new Engine(options);
        } catch (IOException e) {
            throw new SystemFailure("cannot open the engine's places: " + e.getMessage(), e);
        }
    }

    public Places places() {
        return places;
    }

    public Events events() {
        return events;
    }

    public Layers layers() {
        return layers;
    }

    public Images images() {
        return images;
    }

    public Containers containers() {
        return containers;
    }

    @Override
    public void close() {}
}
