package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Filters;
import dev.sampan.cli.Listing;
import dev.sampan.cli.Reference;
import dev.sampan.cli.Units;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code sampan images}. */
public final class Images {
    private static final String NONE = "<none>";

    private Images() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS] [REPOSITORY[:TAG]]", "List images", 0, 1, """
              -a, --all             Show all images, intermediate ones too
                  --digests         Show digests
              -f, --filter filter   Show only those that match
                  --format string   table, table TEMPLATE, json, or a template
                  --no-trunc        Do not shorten
              -q, --quiet           Only ids
            """, Images::run);
    }

    private static int run(Call call) throws IOException {
        var filters = new ArrayList<>(call.flags().list("filter"));
        if (!call.arguments().isEmpty()) {
            filters.add("reference=" + call.argument(0));
        }
        var path = new Uri("/images/json")
                .with("all", call.flags().bool("all") ? "1" : "")
                .with("filters", Filters.json(filters));
        boolean digests =
                call.flags().bool("digests") || call.flags().string("format").contains(".Digest");
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (Object image : call.api().get(path.toString()).list()) {
            rows(Json.object(image), digests, !call.flags().bool("no-trunc"), rows);
        }
        var listing = new Listing(
                "*formatter.imageContext",
                "{{.Repository}}\t{{.Tag}}\t" + (call.flags().bool("digests") ? "{{.Digest}}\t" : "")
                        + "{{.ID}}\t{{.CreatedSince}}\t{{.Size}}",
                "{{.ID}}",
                Listing.titles(
                        "Repository=REPOSITORY",
                        "Tag=TAG",
                        "Digest=DIGEST",
                        "ID=IMAGE ID",
                        "CreatedSince=CREATED",
                        "CreatedAt=CREATED AT",
                        "Size=SIZE",
                        "Containers=CONTAINERS",
                        "SharedSize=SHARED SIZE",
                        "UniqueSize=UNIQUE SIZE",
                        "VirtualSize=SIZE"));
        boolean quiet = call.flags().bool("quiet");
        listing.print(call, call.flags().string("format"), quiet, quiet ? byId(rows) : rows);
        return 0;
    }

    /** -q names an image once, however many names it has. */
    private static List<Map<String, @Nullable Object>> byId(List<Map<String, @Nullable Object>> rows) {
        var seen = new LinkedHashSet<Object>();
        return rows.stream()
                .filter(row -> seen.add(String.valueOf(row.get("ID"))))
                .toList();
    }

    /** One row per name; with digests one per name and digest. */
    private static void rows(
            Map<String, @Nullable Object> image,
            boolean digests,
            boolean shorten,
            List<Map<String, @Nullable Object>> rows) {
        Map<String, List<String>> tags = grouped(Json.list(image.get("RepoTags")));
        Map<String, List<String>> sums = grouped(Json.list(image.get("RepoDigests")));
        Set<String> repositories = new LinkedHashSet<>(tags.keySet());
        repositories.addAll(sums.keySet());
        int before = rows.size();
        for (String repository : repositories) {
            List<String> digestsHere = sums.getOrDefault(repository, List.of());
            List<String> tagsHere = tags.getOrDefault(repository, List.of());
            if (tagsHere.isEmpty() && !digests) {
                rows.add(row(image, repository, NONE, NONE, shorten));
                continue;
            }
            for (String tag : tagsHere.isEmpty() ? List.of(NONE) : tagsHere) {
                for (String digest : digests && !digestsHere.isEmpty() ? digestsHere : List.of(NONE)) {
                    rows.add(row(image, repository, tag, digest, shorten));
                }
            }
        }
        if (rows.size() == before) {
            rows.add(row(image, NONE, NONE, NONE, shorten));
        }
    }

    private static Map<String, List<String>> grouped(List<@Nullable Object> names) {
        var groups = new LinkedHashMap<String, List<String>>();
        for (Object name : names) {
            Reference reference = Reference.split(String.valueOf(name));
            if (!reference.repository().equals(NONE)) {
                groups.computeIfAbsent(reference.repository(), key -> new ArrayList<>())
                        .add(reference.tag());
            }
        }
        return groups;
    }

    private static Map<String, @Nullable Object> row(
            Map<String, @Nullable Object> image, String repository, String tag, String digest, boolean shorten) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        String id = Json.text(image, "Id");
        row.put("Repository", repository);
        row.put("Tag", tag);
        row.put("Digest", digest);
        row.put("ID", shorten ? Units.shortId(id) : id);
        row.put("CreatedSince", Json.number(image, "Created") <= 0 ? "N/A" : Units.ago(Json.number(image, "Created")));
        row.put("CreatedAt", Units.time(Json.number(image, "Created")));
        row.put("Size", Units.size(Json.number(image, "Size"), 3));
        long containers = Json.number(image, "Containers");
        row.put("Containers", containers < 0 || !image.containsKey("Containers") ? "N/A" : "" + containers);
        long shared = Json.number(image, "SharedSize");
        row.put("SharedSize", shared < 0 ? "N/A" : Units.size(shared, 3));
        row.put("UniqueSize", shared < 0 ? "N/A" : Units.size(Json.number(image, "Size") - shared, 3));
        row.put("VirtualSize", Units.size(Json.number(image, "Size"), 3));
        return row;
    }
}
