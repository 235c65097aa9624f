package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Inspection;
import dev.sampan.cli.Verb;
import dev.sampan.client.ApiException;
import dev.sampan.client.Uri;
import java.io.IOException;
import java.util.List;

/** {@code sampan inspect}: the object of that name, looked for among containers, images, networks, volumes. */
public final class Inspect {
    private static final List<String> KINDS =
            List.of("config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume");

    private Inspect() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] NAME|ID [NAME|ID...]",
                "Return low-level information on objects",
                1,
                Verb.ANY,
                """
              -f, --format string   json, or a template
              -s, --size            Add sizes of containers
                  --type string     Only objects of this type
            """,
                Inspect::run);
    }

    private static int run(Call call) throws IOException {
        String kind = call.flags().string("type");
        if (call.flags().has("type") && !KINDS.contains(kind)) {
            throw new Failure((kind.isEmpty()
                            ? "type is empty: must be one of \""
                            : "unknown type: \"" + kind + "\": must be one of \"")
                    + String.join("\", \"", KINDS) + "\"");
        }
        return Inspection.print(call, call.flags().string("format"), name -> find(call, kind, name));
    }

    private static byte[] find(Call call, String kind, String name) throws IOException {
        if (!kind.isEmpty()) {
            return call.api().get(path(call, kind, name)).bytes();
        }
        for (String any :
                List.of("container", "image", "network", "volume", "node", "service", "task", "plugin", "secret")) {
            try {
                return call.api().get(path(call, any, name)).bytes();
            } catch (ApiException e) {
                // Looked for in turn: no swarm (503), not there (404) or not built (501) means the next kind.
                if (e.status() != 404 && e.status() != 503 && e.status() != 501 && e.status() != 400) {
                    throw e;
                }
            }
        }
        throw new Failure("Error: No such object: " + name);
    }

    private static String path(Call call, String kind, String name) {
        return switch (kind) {
            case "container" -> ContainerInspect.path(name, call.flags().bool("size"));
            case "image" -> new Uri("/images", name, "json").toString();
            case "plugin" -> new Uri("/plugins", name, "json").toString();
            default -> new Uri("/" + kind + "s", name).toString();
        };
    }
}
