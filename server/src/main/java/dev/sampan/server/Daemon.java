package dev.sampan.server;

import dev.sampan.api.version.ApiVersion;
import dev.sampan.docker.Routes;
import dev.sampan.engine.Engine;
import dev.sampan.engine.EngineOptions;
import dev.sampan.engine.container.ContainerView;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.runtime.OpenFiles;
import dev.sampan.http.HttpServer;
import dev.sampan.http.Listener;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.server.log.StderrLoggers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code sampan daemon}: an engine behind Docker's API. */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Daemon.class.getName());

    private final Options options;
    private final Optional<Pidfile> pidfile;
    private final Engine engine;
    private final HttpServer server;

    private Daemon(Options options) throws IOException, Options.Invalid {
        this.options = options;
        try (var undo = new Undo()) {
            pidfile = options.pidfile().isPresent()
                    ? Optional.of(Pidfile.write(options.pidfile().get()))
                    : Optional.empty();
            pidfile.ifPresent(file -> undo.add("remove the pidfile", file::close));
            List<Listener> listeners = Listen.on(options);
            undo.add("stop listening", () -> stopListening(listeners, options));
            engine = Engine.open(new EngineOptions(
                    options.dataRoot(),
                    options.execRoot(),
                    options.storageDriver(),
                    options.bridge(),
                    options.bip(),
                    options.cgroupParent()));
            var settings = new Routes.Settings(oldestVersion(), options.bridge(), options.liveRestore());
            server = new HttpServer(listeners, Routes.over(engine, settings)).start();
            listeners.forEach(listener -> LOG.log(Level.INFO, "API listen on {0}", listener.address()));
            undo.commit();
        }
    }

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            Options options = Options.parse(List.of(arguments));
            StderrLoggers.threshold(level(options.logLevel()));
            // As dockerd: what containers read, their hosts and resolv.conf, must not depend on who started the daemon.
            Processes.umask(0022);
            OpenFiles.raise();
            Carriers.startAll();
            var daemon = new Daemon(options);
            var ended = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                        daemon.close();
                        ended.countDown();
                    }));
            ended.await();
        } catch (Options.Invalid e) {
            System.err.println("sampan daemon: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(125);
        } catch (IOException | EngineException e) {
            System.err.println("failed to start daemon: " + e.getMessage());
            System.exit(1);
        } catch (RuntimeException | Error e) {
            // A fault of ours, or no memory or thread to be had: threads that run already would keep a process without
            // an API.
            LOG.log(Level.ERROR, "failed to start daemon: " + e, e);
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Level level(String name) throws Options.Invalid {
        return switch (name) {
            case "trace", "debug" -> Level.DEBUG;
            case "info" -> Level.INFO;
            case "warn" -> Level.WARNING;
            case "error", "fatal", "panic" -> Level.ERROR;
            default -> throw new Options.Invalid("invalid logging level: " + name);
        };
    }

    /** Docker 29 serves from 1.40 on, and from 1.24 on where this variable of dockerd's says so. */
    private static ApiVersion oldestVersion() throws Options.Invalid {
        String wanted = System.getenv().getOrDefault("DOCKER_MIN_API_VERSION", ApiVersion.DEFAULT_OLDEST.text());
        var version = new ApiVersion(wanted);
        if (version.before(ApiVersion.OLDEST) || ApiVersion.NEWEST.before(version)) {
            throw new Options.Invalid("invalid DOCKER_MIN_API_VERSION: the minimum supported API version is "
                    + ApiVersion.OLDEST + ", the maximum " + ApiVersion.NEWEST + ": " + wanted);
        }
        return version;
    }

    @Override
    public void close() {
        LOG.log(Level.INFO, "ending");
        server.stopAccepting();
        if (!options.liveRestore()) {
            stopContainers();
        }
        engine.close();
        server.close();
        deleteSockets(options);
        pidfile.ifPresent(Pidfile::close);
    }

    /** All at once, each with its own signal and patience; what cannot be stopped is said and left. */
    private void stopContainers() {
        var stopping = engine.containers().list(ListQuery.RUNNING).stream()
                .map(ContainerView::id)
                .map(id -> Thread.ofVirtual().name("stop " + id).start(() -> stop(id)))
                .toList();
        for (Thread stop : stopping) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void stop(String id) {
        try {
            engine.containers().shutDown(id);
        } catch (EngineException.NotModified | EngineException.NotFound e) {
            LOG.log(Level.DEBUG, "container {0} ended by itself: {1}", id, e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "container " + id + " could not be stopped", e);
        }
    }

    private static void stopListening(List<Listener> listeners, Options options) {
        listeners.forEach(Listener::close);
        deleteSockets(options);
    }

    private static void deleteSockets(Options options) {
        options.hosts().stream()
                .filter(host -> host.startsWith("unix://"))
                .map(host -> Path.of(host.substring("unix://".length())))
                .forEach(Daemon::delete);
    }

    private static void delete(Path socket) {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("delete " + socket, e);
        }
    }
}
