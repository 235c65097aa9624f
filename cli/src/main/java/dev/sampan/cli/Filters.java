package dev.sampan.cli;

import dev.sampan.cli.flags.UsageException;
import dev.sampan.client.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code --filter name=value} as the API's JSON: {@code {"name":{"value":true}}}. */
public final class Filters {
    private Filters() {}

    /** "" when there is none. */
    public static String json(List<String> given) {
        var filters = new TreeMap<String, Map<String, @Nullable Object>>();
        for (String filter : given) {
            int equals = filter.indexOf('=');
            if (filter.isEmpty()) {
                continue;
            }
            if (equals < 0) {
                throw new UsageException("invalid argument \"" + filter
                        + "\" for \"-f, --filter\" flag: bad format of filter (expected name=value)");
            }
            String name = filter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            filters.computeIfAbsent(name, key -> new LinkedHashMap<>())
                    .put(filter.substring(equals + 1).strip(), true);
        }
        return filters.isEmpty() ? "" : Json.write(filters);
    }
}
