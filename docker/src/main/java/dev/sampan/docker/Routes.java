package dev.sampan.docker;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.version.ApiVersion;
import dev.sampan.engine.Engine;
import dev.sampan.engine.container.Containers;
import dev.sampan.engine.error.EngineException.NotImplemented;
import dev.sampan.engine.network.Networks;
import java.util.ArrayList;
import java.util.List;

/** The whole surface: which method and path goes where. The first line that matches counts. */
public final class Routes {
    private final List<Route> table = new ArrayList<>();

    private Routes() {}

    /**
     * What the daemon was told and the engine does not know.
     *
     * @param oldest the oldest API version that is served
     * @param bridge the default bridge's device
     * @param liveRestore whether containers outlive an orderly end of the daemon
     */
    public record Settings(ApiVersion oldest, String bridge, boolean liveRestore) {}

    public static DockerApi over(Engine engine, Settings settings) {
        ApiVersion oldest = settings.oldest();
        var facts = new SystemFacts(engine, settings.bridge(), settings.liveRestore());
        var routes = new Routes();
        routes.system(new SystemApi(facts, oldest), new EventsApi(engine.events()));
        routes.on("GET", "/system/df", new DiskUsageApi(engine)::usage);
        routes.containers(engine);
        routes.execs(new ExecApi(engine.execs()));
        routes.on("GET", "/containers/*/explain", new ExplainApi(engine)::explain);
        routes.swarm();
        routes.networks(engine.networks(), engine.containers());
        routes.volumes(new VolumesApi(engine.volumes()));
        routes.images(new ImagesApi(engine.images(), engine.layers().driver()));
        return new DockerApi(List.copyOf(routes.table), oldest, "Sampan/" + Build.VERSION + " (linux)");
    }

    private void system(SystemApi system, EventsApi events) {
        on("GET", "/_ping", system::ping);
        on("HEAD", "/_ping", system::ping);
        on("GET", "/version", system::version);
        on("GET", "/info", system::info);
        on("GET", "/events", events::stream);
        later("POST", "/auth");
        later("POST", "/session");
        later("POST", "/grpc");
    }

    private void networks(Networks engine, Containers containers) {
        var networks = new NetworksApi(engine, containers);
        on("GET", "/networks", networks::list);
        on("GET", "/networks/", networks::list);
        on("GET", "/networks/*", networks::inspect);
        on("POST", "/networks/create", NetworksApi::create);
        on("POST", "/networks/*/connect", networks::connect);
        on("POST", "/networks/*/disconnect", networks::disconnect);
        later("POST", "/networks/prune");
        later("DELETE", "/networks/*");
    }

    private void volumes(VolumesApi volumes) {
        on("GET", "/volumes", volumes::list);
        on("GET", "/volumes/", volumes::nameless);
        on("GET", "/volumes/*", volumes::inspect);
        on("POST", "/volumes/create", volumes::create);
        on("POST", "/volumes/prune", volumes::prune);
        later("PUT", "/volumes/*");
        on("DELETE", "/volumes/*", volumes::remove);
    }

    private void images(ImagesApi images) {
        on("GET", "/images/json", images::list);
        later("GET", "/images/search");
        on("GET", "/images/get", images::save);
        on("GET", "/images/*/get", images::save);
        on("GET", "/images/*/history", images::history);
        on("GET", "/images/*/attestations", images::attestations);
        on("GET", "/images/*/json", images::inspect);
        on("POST", "/images/load", images::load);
        on("POST", "/images/create", images::create);
        later("POST", "/images/*/push");
        on("POST", "/images/*/tag", images::tag);
        on("POST", "/images/prune", images::prune);
        on("DELETE", "/images/", images::remove);
        on("DELETE", "/images/*", images::remove);
        later("POST", "/build");
        later("POST", "/build/prune");
        later("POST", "/build/cancel");
        later("GET", "/distribution/*/json");
    }

    private void containers(Engine engine) {
        var containers = new ContainersApi(engine);
        var attach = new AttachApi(engine.containers());
        on("GET", "/containers/json", containers::list);
        on("POST", "/containers/create", containers::create);
        on("POST", "/containers/prune", containers::prune);
        on("GET", "/containers/*/json", containers::inspect);
        on("GET", "/containers/*/top", containers::top);
        on("POST", "/containers/*/start", containers::start);
        on("POST", "/containers/*/stop", containers::stop);
        on("POST", "/containers/*/restart", containers::restart);
        on("POST", "/containers/*/kill", containers::kill);
        on("POST", "/containers/*/pause", containers::pause);
        on("POST", "/containers/*/unpause", containers::unpause);
        on("POST", "/containers/*/wait", containers::await);
        on("POST", "/containers/*/resize", containers::resize);
        on("POST", "/containers/*/rename", containers::rename);
        on("POST", "/containers/*/update", containers::update);
        on("DELETE", "/containers/", containers::remove);
        on("DELETE", "/containers/*", containers::remove);
        on("GET", "/containers/*/logs", new LogsApi(engine.containers())::logs);
        on("POST", "/commit", call -> {
            call.body(ContainerConfig.class);
            engine.containers().output(call.parameters().get("container"));
            throw notThereYet("POST", "/commit");
        });
        laterIn(engine.containers(), "GET", "/containers/*/stats");
        on("GET", "/containers/*/changes", containers::changes);
        on("GET", "/containers/*/export", containers::export);
        on("GET", "/containers/*/attach/ws", attach::webSocket);
        on("POST", "/containers/*/attach", attach::attach);
        laterIn(engine.containers(), "HEAD", "/containers/*/archive");
        laterIn(engine.containers(), "GET", "/containers/*/archive");
        laterIn(engine.containers(), "PUT", "/containers/*/archive");
    }

    private void execs(ExecApi execs) {
        on("POST", "/containers/*/exec", execs::create);
        on("POST", "/exec/*/start", execs::start);
        on("POST", "/exec/*/resize", execs::resize);
        on("GET", "/exec/*/json", execs::inspect);
    }

    private void swarm() {
        for (String path :
                List.of("/swarm", "/swarm/unlockkey", "/nodes", "/services", "/tasks", "/secrets", "/configs")) {
            on("GET", path, SwarmApi::notAManager);
        }
        on("GET", "/services/*/logs", SwarmApi::logs);
        on("GET", "/tasks/*/logs", SwarmApi::logs);
        for (String kind : List.of("node", "service", "task", "secret", "config")) {
            on("GET", "/" + kind + "s/*", SwarmApi::notAManager);
            if (!kind.equals("task")) {
                on("DELETE", "/" + kind + "s/*", SwarmApi::notAManager);
                on("POST", "/" + kind + "s/*/update", SwarmApi.update(kind));
            }
        }
        for (String kind : List.of("service", "secret", "config")) {
            on("POST", "/" + kind + "s/create", SwarmApi::notAManager);
        }
        on("POST", "/swarm/update", SwarmApi.update("swarm"));
        on("POST", "/swarm/unlock", SwarmApi::notAManager);
        on("POST", "/swarm/leave", SwarmApi::notAMember);
        later("POST", "/swarm/init");
        later("POST", "/swarm/join");
        on("GET", "/plugins", SwarmApi::plugins);
        on("GET", "/plugins/*/json", SwarmApi::noPlugin);
        on("POST", "/plugins/*/disable", SwarmApi::noPlugin);
        on("POST", "/plugins/*/set", SwarmApi::noPlugin);
        on("POST", "/plugins/*/push", SwarmApi::noPlugin);
        on("DELETE", "/plugins/*", SwarmApi::noPlugin);
        later("POST", "/plugins/pull");
        later("POST", "/plugins/create");
    }

    private void on(String method, String path, Route.Handler handler) {
        table.add(new Route(method, path, handler));
    }

    /** An endpoint of Docker's that has no engine behind it yet. */
    private void later(String method, String path) {
        on(method, path, call -> {
            throw notThereYet(method, path);
        });
    }

    /** The same for one container, which must be there for that. */
    private void laterIn(Containers containers, String method, String path) {
        on(method, path, call -> {
            containers.output(call.name());
            throw notThereYet(method, path);
        });
    }

    private static NotImplemented notThereYet(String method, String path) {
        return new NotImplemented(method + " " + path + " is not implemented by Sampan " + Build.VERSION);
    }
}
