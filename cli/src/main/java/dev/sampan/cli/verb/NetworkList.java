package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Filters;
import dev.sampan.cli.Listing;
import dev.sampan.cli.Units;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan network ls}. */
public final class NetworkList {
    private NetworkList() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS]", "List networks", 0, 0, """
              -f, --filter filter   Show only those that match
                  --format string   table, table TEMPLATE, json, or a template
                  --no-trunc        Do not shorten
              -q, --quiet           Only ids
            """, NetworkList::run);
    }

    private static int run(Call call) throws IOException {
        boolean shorten = !call.flags().bool("no-trunc");
        var path =
                new Uri("/networks").with("filters", Filters.json(call.flags().list("filter")));
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (Object entry : call.api().get(path.toString()).list()) {
            Map<String, @Nullable Object> network = Json.object(entry);
            var row = new LinkedHashMap<String, @Nullable Object>();
            String id = Json.text(network, "Id");
            row.put("ID", shorten ? Units.shortId(id) : id);
            for (String member : new String[] {"Name", "Driver", "Scope"}) {
                row.put(member, Json.text(network, member));
            }
            boolean v4 = !Boolean.FALSE.equals(network.get("EnableIPv4"));
            row.put("IPv4", String.valueOf(v4));
            row.put("IPv6", String.valueOf(Boolean.TRUE.equals(network.get("EnableIPv6"))));
            row.put("Internal", String.valueOf(Boolean.TRUE.equals(network.get("Internal"))));
            row.put("Labels", Listing.labels(Json.object(network.get("Labels"))));
            row.put("Label", Listing.label(Json.object(network.get("Labels"))));
            String created = Json.text(network, "Created");
            row.put("CreatedAt", created.replaceFirst("T", " ").replaceFirst("Z$", " +0000 UTC"));
            rows.add(row);
        }
        rows.sort(Comparator.comparing(row -> String.valueOf(row.get("Name"))));
        var listing = new Listing(
                "*network.networkContext",
                "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}",
                "{{.ID}}",
                Listing.titles(
                        "ID=NETWORK ID",
                        "Name=NAME",
                        "Driver=DRIVER",
                        "Scope=SCOPE",
                        "IPv4=IPV4",
                        "IPv6=IPV6",
                        "Internal=INTERNAL",
                        "Labels=LABELS",
                        "CreatedAt=CREATED AT"));
        listing.print(call, call.flags().string("format"), call.flags().bool("quiet"), rows);
        return 0;
    }
}
