package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Listing;
import dev.sampan.cli.Verb;
import dev.sampan.cli.Version;
import dev.sampan.cli.template.Template;
import dev.sampan.client.ApiException;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan version}: the client's part even when no daemon answers. */
public final class VersionVerb {
    private VersionVerb() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS]", "Show the version of the client and of the daemon", 0, 0, """
              -f, --format string   json, or a template
            """, VersionVerb::run);
    }

    private static int run(Call call) throws IOException {
        Map<String, @Nullable Object> server = null;
        Failure missing = null;
        try {
            server = call.api().get("/version").object();
        } catch (Failure e) {
            missing = e;
        } catch (ApiException e) {
            missing = new Failure(e.fromDaemon());
        }
        String format = call.flags().string("format");
        if (format.isEmpty()) {
            text(call.out(), call.program().name(), server);
        } else {
            var both = new LinkedHashMap<String, @Nullable Object>();
            both.put("Client", client());
            both.put("Server", server);
            boolean json = format.equals("json") || format.equals("{{json .}}");
            if (server != null && !json) {
                var named = new LinkedHashMap<>(server);
                named.put("APIVersion", server.get("ApiVersion"));
                named.putIfAbsent("Experimental", false);
                both.put("Server", format.contains("json .Server") ? server : named);
            }
            Template template = Listing.parse(json ? "{{json .}}" : format);
            call.out().println(Listing.execute(template, both, ""));
        }
        if (missing != null) {
            throw missing;
        }
        return 0;
    }

    private static Map<String, @Nullable Object> client() {
        var client = new LinkedHashMap<String, @Nullable Object>();
        client.put("Version", Version.VERSION);
        client.put("APIVersion", Version.API);
        client.put("DefaultAPIVersion", Version.API);
        client.put("JavaVersion", Runtime.version().toString());
        client.put("Os", "linux");
        client.put("Arch", arch());
        return client;
    }

    private static String arch() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : System.getProperty("os.arch");
    }

    private static void text(PrintStream out, String name, @Nullable Map<String, @Nullable Object> server) {
        out.println("Client: " + name);
        line(out, 1, "Version", Version.VERSION);
        line(out, 1, "API version", Version.API);
        line(out, 1, "Java version", Runtime.version().toString());
        line(out, 1, "OS/Arch", "linux/" + arch());
        if (server == null) {
            return;
        }
        String platform = Json.text(Json.object(server.get("Platform")), "Name");
        out.println();
        out.println("Server: " + platform);
        for (Object entry : Json.list(server.get("Components"))) {
            Map<String, @Nullable Object> component = Json.object(entry);
            Map<String, @Nullable Object> details = Json.object(component.get("Details"));
            out.println(" " + Json.text(component, "Name") + ":");
            line(out, 2, "Version", Json.text(component, "Version"));
            details.forEach((key, value) -> {
                if (key.equals("ApiVersion")) {
                    line(
                            out,
                            2,
                            "API version",
                            value + " (minimum version " + Json.text(details, "MinAPIVersion") + ")");
                } else if (!key.equals("MinAPIVersion") && !key.equals("Os")) {
                    line(
                            out,
                            2,
                            key.equals("Arch") ? "OS/Arch" : key,
                            key.equals("Arch") ? Json.text(details, "Os") + "/" + value : String.valueOf(value));
                }
            });
        }
    }

    private static void line(PrintStream out, int indent, String name, String value) {
        out.println(" ".repeat(indent) + name + ":" + " ".repeat(Math.max(1, 18 - indent - name.length())) + value);
    }
}
