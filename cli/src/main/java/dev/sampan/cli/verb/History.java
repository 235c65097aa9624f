package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Listing;
import dev.sampan.cli.Units;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan history}. */
public final class History {
    private History() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS] IMAGE", "Show the history of an image", 1, 1, """
                  --format string     table, table TEMPLATE, json, or a template
              -H, --human             Sizes and dates for people (default true)
                  --no-trunc          Do not shorten
                  --platform string   Only this platform of the image
              -q, --quiet             Only ids
            """, History::run);
    }

    private static int run(Call call) throws IOException {
        boolean human = call.flags().bool("human");
        boolean shorten = !call.flags().bool("no-trunc");
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (Object entry : call.api()
                .get(new Uri("/images", call.argument(0), "history").toString())
                .list()) {
            Map<String, @Nullable Object> layer = Json.object(entry);
            var row = new LinkedHashMap<String, @Nullable Object>();
            long created = Json.number(layer, "Created");
            String by = Json.text(layer, "CreatedBy").replace('\t', ' ');
            ZonedDateTime at = Instant.ofEpochSecond(created)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .atZone(ZoneId.systemDefault());
            row.put("ID", shorten ? Units.shortId(Json.text(layer, "Id")) : Json.text(layer, "Id"));
            row.put("CreatedAt", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at));
            row.put("CreatedSince", !human ? row.get("CreatedAt") : created <= 0 ? "N/A" : Units.ago(created));
            row.put("CreatedBy", shorten ? Units.ellipsis(by, 45) : by);
            row.put("Size", human ? Units.size(Json.number(layer, "Size"), 3) : "" + Json.number(layer, "Size"));
            row.put("Comment", Json.text(layer, "Comment"));
            rows.add(row);
        }
        var listing = new Listing(
                "*formatter.historyContext",
                "{{.ID}}\t" + (human ? "{{.CreatedSince}}" : "{{.CreatedAt}}")
                        + "\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}",
                "{{.ID}}",
                Listing.titles(
                        "ID=IMAGE",
                        "CreatedSince=CREATED",
                        "CreatedAt=CREATED AT",
                        "CreatedBy=CREATED BY",
                        "Size=SIZE",
                        "Comment=COMMENT"));
        listing.print(call, call.flags().string("format"), call.flags().bool("quiet"), rows);
        return 0;
    }
}
