package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Listing;
import dev.sampan.cli.Units;
import dev.sampan.cli.Verb;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code sampan system df}. */
public final class SystemDf {
    private SystemDf() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS]", "Show disk usage", 0, 0, """
                  --format string   table, table TEMPLATE, json, or a template
              -v, --verbose         Accepted, prints the same
            """, SystemDf::run);
    }

    private static int run(Call call) throws IOException {
        Map<String, @Nullable Object> usage = call.api().get("/system/df").object();
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        List<@Nullable Object> images = Json.list(usage.get("Images"));
        long layers = Json.number(usage, "LayersSize");
        long used = sum(images, "Size", image -> Json.number(image, "Containers") > 0);
        long reclaimable = used == 0 ? layers : Math.max(0, layers - used);
        rows.add(row(
                "Images",
                images.size(),
                count(images, image -> Json.number(image, "Containers") > 0),
                layers,
                reclaimable));

        List<@Nullable Object> containers = Json.list(usage.get("Containers"));
        Predicate<Map<String, @Nullable Object>> active = container -> {
            String state = Json.text(container, "State");
            return state.equals("running") || state.equals("paused") || state.equals("restarting");
        };
        rows.add(row(
                "Containers",
                containers.size(),
                count(containers, active),
                sum(containers, "SizeRw", container -> true),
                sum(containers, "SizeRw", active.negate())));

        List<@Nullable Object> volumes = Json.list(usage.get("Volumes"));
        rows.add(row(
                "Local Volumes",
                volumes.size(),
                count(volumes, volume -> uses(volume) > 0),
                volumeSize(volumes, volume -> true),
                volumeSize(volumes, volume -> uses(volume) == 0)));

        List<@Nullable Object> cache = Json.list(usage.get("BuildCache"));
        rows.add(row(
                "Build Cache",
                cache.size(),
                count(cache, record -> Boolean.TRUE.equals(record.get("InUse"))),
                sum(cache, "Size", record -> true),
                sum(cache, "Size", record -> !Boolean.TRUE.equals(record.get("InUse")))));
        listing().print(call, call.flags().string("format"), false, rows);
        return 0;
    }

    private static Listing listing() {
        return new Listing(
                "*formatter.diskUsageContext",
                "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}",
                "{{.Type}}",
                Listing.titles(
                        "Type=TYPE", "TotalCount=TOTAL", "Active=ACTIVE", "Size=SIZE", "Reclaimable=RECLAIMABLE"));
    }

    private static Map<String, @Nullable Object> row(
            String type, long total, long active, long size, long reclaimable) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("Type", type);
        row.put("TotalCount", "" + total);
        row.put("Active", "" + active);
        row.put("Size", Units.size(size, 4));
        boolean share = size > 0 && !type.equals("Build Cache");
        row.put("Reclaimable", Units.size(reclaimable, 4) + (share ? " (" + reclaimable * 100 / size + "%)" : ""));
        return row;
    }

    private static long count(List<@Nullable Object> list, Predicate<Map<String, @Nullable Object>> which) {
        return list.stream().map(Json::object).filter(which).count();
    }

    private static long sum(
            List<@Nullable Object> list, String member, Predicate<Map<String, @Nullable Object>> which) {
        return list.stream()
                .map(Json::object)
                .filter(which)
                .mapToLong(one -> Json.number(one, member))
                .sum();
    }

    private static long uses(Map<String, @Nullable Object> volume) {
        return Json.number(Json.object(volume.get("UsageData")), "RefCount");
    }

    private static long volumeSize(List<@Nullable Object> volumes, Predicate<Map<String, @Nullable Object>> which) {
        return volumes.stream()
                .map(Json::object)
                .filter(which)
                .mapToLong(volume -> Math.max(0, Json.number(Json.object(volume.get("UsageData")), "Size")))
                .sum();
    }
}
