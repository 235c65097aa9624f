package dev.sampan.engine;

import dev.sampan.engine.cgroup.Cgroups;
import dev.sampan.engine.container.ContainerTable;
import dev.sampan.engine.container.Containers;
import dev.sampan.engine.container.Mechanisms;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.exec.Execs;
import dev.sampan.engine.explain.Explanation;
import dev.sampan.engine.explain.Explanations;
import dev.sampan.engine.image.Images;
import dev.sampan.engine.logging.LogDrivers;
import dev.sampan.engine.network.Cidr;
import dev.sampan.engine.network.NetworkDefaults;
import dev.sampan.engine.network.Networks;
import dev.sampan.engine.runtime.Runtime;
import dev.sampan.engine.storage.Layers;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.store.RootLock;
import dev.sampan.engine.volume.Volumes;
import dev.sampan.linux.proc.KernelProbe;
import dev.sampan.linux.syscall.ErrnoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
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
    private final RootLock lock;
    private final Events events;
    private final Layers layers;
    private final Images images;
    private final Volumes volumes;
    private final Networks networks;
    private final Cgroups cgroups;
    private final LogDrivers logDrivers;
    private final Containers containers;
    private final Execs execs;
    private final Explanations explanations;

    private Engine(EngineOptions options, Undo undo) throws IOException {
        places = new Places(options.dataRoot(), options.execRoot());
        // Before anything is read or swept: both roots belong to one engine at a time.
        lock = RootLock.take(places);
        undo.add("unlock the roots", lock::close);
        places.make();
        events = new Events();
        var table = ContainerTable.open(places);
        layers = Layers.open(places.storage(), driver(options));
        images = new Images(places.content(), layers, table::usersOf, events);
        volumes = Volumes.open(places, table::usersOf, events);
        networks = Networks.open(networkDefaults(options), new NetworkFiles(places));
        undo.add("close the networks", networks::close);
        cgroups = Cgroups.open(absolute(options.cgroupParent()), places.madeParents());
        logDrivers = new LogDrivers();
        var runtime = new Runtime();
        explanations = new Explanations(places.explanations());
        var mechanisms = new Mechanisms(
                places, events, layers, images, volumes, networks, logDrivers, cgroups, runtime, explanations);
        containers = Containers.open(mechanisms, table);
        images.sweep();
        execs = new Execs(new ExecHosts(containers), runtime, places);
        explanations.reconcile(containers.known());
        runtime.rehearse();
    }

    /** Takes up what an earlier engine on the same places left running. Throws EngineException when the host lacks what it needs. */
    public static Engine open(EngineOptions options) {
        List<String> missing = KernelProbe.missing();
        if (!missing.isEmpty()) {
            throw new SystemFailure("containers cannot run here: " + String.join("; ", missing));
        }
        try (var undo = new Undo()) {
            var engine = new Engine(options, undo);
            undo.commit();
            return engine;
        } catch (IOException | UncheckedIOException | ErrnoException e) {
            throw new SystemFailure("cannot open the engine's places: " + Cause.of(e), e);
        }
    }

    private static Optional<String> driver(EngineOptions options) {
        return Optional.of(options.storageDriver()).filter(name -> !name.isEmpty());
    }

    private static NetworkDefaults networkDefaults(EngineOptions options) {
        NetworkDefaults defaults = NetworkDefaults.defaults(options.bridge());
        return options.bip().isEmpty() ? defaults : defaults.withBip(Cidr.parse(options.bip()));
    }

    private static String absolute(String parent) {
        return parent.startsWith("/") ? parent : "/" + parent;
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

    public Volumes volumes() {
        return volumes;
    }

    public Networks networks() {
        return networks;
    }

    public Cgroups cgroups() {
        return cgroups;
    }

    public LogDrivers logDrivers() {
        return logDrivers;
    }

    public Containers containers() {
        return containers;
    }

    /** What the kernel was asked to do for the last start of {@code reference}, a container's name or id. */
    public Explanation explain(String reference) {
        String id = containers.inspect(reference, false).id();
        return explanations
                .of(id)
                .orElseThrow(() ->
                        new NotFound("container " + id + " was not started since the engine's exec root was made"));
    }

    public Execs execs() {
        return execs;
    }

    /** Lets go of everything; what runs goes on. */
    @Override
    public void close() {
        try (lock) {
            explanations.flush();
            if (!containers.close()) {
                cgroups.removeParent();
            }
            networks.close();
        }
    }
}
