package dev.sampan.training;

import dev.sampan.client.Api;
import dev.sampan.client.Hijacked;
import dev.sampan.client.Response;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks of a daemon what clients usually ask, often enough that the JVM's start-up cache knows which methods are worth compiling at once.
 * Run as root by build-support/train-daemon.sh, on a daemon in a network namespace of its own.
 */
public final class Training {
    private static final int CYCLES = 40;

    private final Api api;

    private Training(Api api) {
        this.api = api;
    }

    /**
     * Its status tells whether everything was answered well.
     *
     * @param arguments the path of the daemon's Unix socket
     */
    public static void main(String[] arguments) throws IOException {
        var training = new Training(new Api(UnixDomainSocketAddress.of(arguments[0]), ""));
        training.questions();
        training.containers();
        training.executions();
    }

    private void questions() throws IOException {
        for (String path :
                List.of("version", "info", "images/json", "networks", "events?since=1&until=2", "system/df")) {
            get("/v1.56/" + path);
        }
    }

    private void containers() throws IOException {
        for (int i = 0; i < CYCLES; i++) {
            for (String network : List.of("none", "bridge")) {
                String id = created(Map.of("Image", "hello"), Map.of("NetworkMode", network));
                if (i % 2 == 0) {
                    attached(id);
                } else {
                    post("/containers/" + id + "/start");
                    post("/v1.41/containers/" + id + "/wait");
                }
                get("/containers/json?all=1");
                get("/containers/" + id + "/json");
                get("/containers/" + id + "/logs?stdout=1&stderr=1");
                delete("/containers/" + id + "?force=1");
            }
        }
    }

    /** As {@code docker run} does it: attach, wait for the end on another connection, start. */
    private void attached(String id) throws IOException {
        String container = "/v1.51/containers/" + id;
        try (Hijacked streams = api.hijack(container + "/attach?stderr=1&stdout=1&stream=1", null);
                Response end = api.post(container + "/wait?condition=next-exit")) {
            post(container + "/start");
            end.bytes();
            drain(streams);
        }
    }

    /** In a container on the host's own root, which has the programs that the small image lacks. */
    private void executions() throws IOException {
        String id = created(
                Map.of("Cmd", List.of("sleep", "600")),
                Map.of(
                        "NetworkMode",
                        "none",
                        "Init",
                        true,
                        "PortBindings",
                        Map.of(),
                        "Annotations",
                        Map.of("dev.sampan.rootfs", "/")));
        post("/containers/" + id + "/start");
        for (int i = 0; i < CYCLES; i++) {
            String exec = id(api.post(
                    "/v1.51/containers/" + id + "/exec",
                    Map.of("AttachStdout", true, "AttachStderr", true, "Cmd", List.of("true"))));
            try (Hijacked streams =
                    api.hijack("/v1.51/exec/" + exec + "/start", Map.of("Detach", false, "Tty", false))) {
                drain(streams);
            }
            get("/v1.51/exec/" + exec + "/json");
        }
        post("/containers/" + id + "/stop?t=0");
        delete("/containers/" + id);
    }

    private String created(Map<String, Object> what, Map<String, Object> host) throws IOException {
        var request = new LinkedHashMap<String, Object>(what);
        request.put("AttachStdout", true);
        request.put("AttachStderr", true);
        request.put("Env", List.of("A=b"));
        request.put("HostConfig", host);
        request.put("NetworkingConfig", Map.of("EndpointsConfig", Map.of()));
        return id(api.post("/v1.51/containers/create", request));
    }

    private static String id(Response answer) throws IOException {
        return Json.text(answer.object(), "Id");
    }

    private void get(String path) throws IOException {
        api.get(path).bytes();
    }

    private void post(String path) throws IOException {
        api.post(path).bytes();
    }

    private void delete(String path) throws IOException {
        api.delete(path).bytes();
    }

    private static void drain(Hijacked streams) throws IOException {
        streams.copyTo(true, OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }
}
