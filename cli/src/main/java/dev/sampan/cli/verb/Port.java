package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan port}. */
public final class Port {
    private Port() {}

    public static Verb verb() {
        return Verb.of(
                "CONTAINER [PRIVATE_PORT[/PROTO]]",
                "List port mappings or a specific mapping for the container",
                1,
                2,
                "",
                Port::run);
    }

    private static int run(Call call) throws IOException {
        var container = call.api()
                .get(new Uri("/containers", call.argument(0), "json").toString())
                .object();
        var ports = Json.object(Json.object(container.get("NetworkSettings")).get("Ports"));
        return call.arguments().size() > 1 ? one(call, ports) : all(call, ports);
    }

    private static int one(Call call, Map<String, @Nullable Object> ports) {
        String given = call.argument(1);
        int slash = given.indexOf('/');
        String port = slash < 0 ? given : given.substring(0, slash);
        String protocol = slash < 0 ? "tcp" : given.substring(slash + 1);
        if (!port.matches("[0-9]+")) {
            throw new Failure(
                    "Error: invalid port (" + port + "): strconv.ParseUint: parsing \"" + port + "\": invalid syntax");
        }
        List<@Nullable Object> bindings = Json.list(ports.get(port + "/" + protocol));
        if (bindings.isEmpty()) {
            throw new Failure(
                    "Error: No public port '" + port + "/" + protocol + "' published for " + call.argument(0));
        }
        bindings.forEach(binding -> call.out().println(address(binding)));
        return 0;
    }

    private static int all(Call call, Map<String, @Nullable Object> ports) {
        var lines = new ArrayList<String[]>();
        ports.forEach((port, bindings) -> {
            for (Object binding : Json.list(bindings)) {
                lines.add(new String[] {port, port + " -> " + address(binding)});
            }
        });
        lines.sort(Comparator.comparing((String[] line) -> Integer.parseInt(line[0].substring(0, line[0].indexOf('/'))))
                .thenComparing(line -> line[0]));
        lines.forEach(line -> call.out().println(line[1]));
        return 0;
    }

    private static String address(@Nullable Object entry) {
        Map<String, @Nullable Object> binding = Json.object(entry);
        String ip = Json.text(binding, "HostIp");
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + Json.text(binding, "HostPort");
    }
}
