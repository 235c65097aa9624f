package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Filters;
import dev.sampan.cli.GoQuote;
import dev.sampan.cli.Listing;
import dev.sampan.cli.PublishedPorts;
import dev.sampan.cli.Units;
import dev.sampan.cli.Verb;
import dev.sampan.cli.template.Template;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code sampan ps}. */
public final class Ps {
    private static final String COLUMNS =
            "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}";

    private Ps() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS]", "List containers", 0, 0, """
              -a, --all             Show all containers, not only running ones
              -f, --filter filter   Show only those that match
                  --format string   table, table TEMPLATE, json, or a template
              -n, --last int        Show the n last created ones, in any state (default -1)
              -l, --latest          Show the last created one, in any state
                  --no-trunc        Do not shorten
              -q, --quiet           Only ids
              -s, --size            Show sizes
            """, Ps::run);
    }

    private static int run(Call call) throws IOException {
        long last = call.flags().bool("latest") && call.flags().number("last") < 0
                ? 1
                : call.flags().number("last");
        String format = call.flags().string("format");
        boolean size = call.flags().bool("size");
        if (!size && format.contains(".Size")) {
            Template.parse(format);
            size = true;
        }
        var path = new Uri("/containers/json")
                .with("all", call.flags().bool("all") ? "1" : "")
                .with("filters", Filters.json(call.flags().list("filter")))
                .with("limit", last > 0 ? "" + last : "")
                .with("size", size ? "1" : "");
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        boolean shorten = !call.flags().bool("no-trunc");
        for (Object container : call.api().get(path.toString()).list()) {
            rows.add(row(Json.object(container), shorten));
        }
        listing(call.flags().bool("size")).print(call, format, call.flags().bool("quiet"), rows);
        return 0;
    }

    private static Listing listing(boolean size) {
        return new Listing(
                "*formatter.ContainerContext",
                COLUMNS + (size ? "\t{{.Size}}" : ""),
                "{{.ID}}",
                Listing.titles(
                        "ID=CONTAINER ID",
                        "Names=NAMES",
                        "Image=IMAGE",
                        "Command=COMMAND",
                        "CreatedAt=CREATED AT",
                        "RunningFor=CREATED",
                        "Ports=PORTS",
                        "State=STATE",
                        "Status=STATUS",
                        "Size=SIZE",
                        "Labels=LABELS",
                        "Mounts=MOUNTS",
                        "LocalVolumes=LOCAL VOLUMES",
                        "Networks=NETWORKS",
                        "Platform=PLATFORM"));
    }

    private static Map<String, @Nullable Object> row(Map<String, @Nullable Object> c, boolean shorten) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        String id = Json.text(c, "Id");
        String command = Json.text(c, "Command");
        row.put("ID", shorten ? Units.shortId(id) : id);
        row.put("Names", names(Json.list(c.get("Names")), shorten));
        row.put("Image", image(c, shorten));
        row.put("Command", GoQuote.of(shorten ? Units.ellipsis(command, 20) : command));
        row.put("CreatedAt", Units.time(Json.number(c, "Created")));
        row.put("RunningFor", Units.ago(Json.number(c, "Created")));
        row.put("Ports", PublishedPorts.text(Json.list(c.get("Ports"))));
        row.put("State", Json.text(c, "State"));
        row.put("Status", Json.text(c, "Status"));
        row.put("Size", size(c));
        row.put("Labels", Listing.labels(Json.object(c.get("Labels"))));
        row.put("Label", Listing.label(Json.object(c.get("Labels"))));
        mounts(c, row, shorten);
        var networks =
                new TreeMap<>(Json.object(Json.object(c.get("NetworkSettings")).get("Networks")));
        row.put("Networks", String.join(",", networks.keySet()));
        Map<String, @Nullable Object> platform =
                Json.object(Json.object(c.get("ImageManifestDescriptor")).get("platform"));
        row.put("Platform", platform.isEmpty() ? "" : platform.get("os") + "/" + platform.get("architecture"));
        return row;
    }

    private static String names(List<@Nullable Object> names, boolean shorten) {
        var out = new ArrayList<String>();
        for (Object name : names) {
            String plain = String.valueOf(name).substring(1);
            // A name with a slash is another container's link to this one.
            if (!shorten || !plain.contains("/")) {
                out.add(plain);
            }
        }
        return String.join(",", out);
    }

    private static String image(Map<String, @Nullable Object> container, boolean shorten) {
        String image = Json.text(container, "Image");
        if (image.isEmpty()) {
            return "<no image>";
        }
        String shortId = Units.shortId(Json.text(container, "ImageID"));
        if (shorten && shortId.equals(Units.shortId(image))) {
            return shortId;
        }
        int at = image.indexOf('@');
        return shorten && at > 0 ? image.substring(0, at) : image;
    }

    private static String size(Map<String, @Nullable Object> container) {
        String own = Units.size(Json.number(container, "SizeRw"), 3);
        long whole = Json.number(container, "SizeRootFs");
        return whole > 0 ? own + " (virtual " + Units.size(whole, 3) + ")" : own;
    }

    private static void mounts(
            Map<String, @Nullable Object> container, Map<String, @Nullable Object> row, boolean shorten) {
        var names = new ArrayList<String>();
        int volumes = 0;
        for (Object entry : Json.list(container.get("Mounts"))) {
            Map<String, @Nullable Object> mount = Json.object(entry);
            String name = Json.text(mount, "Name").isEmpty() ? Json.text(mount, "Source") : Json.text(mount, "Name");
            names.add(shorten ? Units.ellipsis(name, 15) : name);
            volumes += Json.text(mount, "Driver").equals("local") ? 1 : 0;
        }
        row.put("Mounts", String.join(",", names));
        row.put("LocalVolumes", "" + volumes);
    }
}
