package dev.sampan.engine;

import dev.sampan.engine.container.Containers;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.image.Images;
import dev.sampan.engine.store.Places;

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
    private final Images images;
    private final Containers containers;

    private Engine(EngineOptions options) {
        places = new Places(options.dataRoot(), options.execRoot());
        events = new Events();
        images = new Images();
        containers = new Containers();
    }

    public static Engine open(EngineOptions options) {
        return new Engine(options);
    }

    public Places places() {
        return places;
    }

    public Events events() {
        return events;
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
