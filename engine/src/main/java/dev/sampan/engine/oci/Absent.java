package dev.sampan.engine.oci;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What JSON left out, as the empty value of its kind. Lists and maps are copied, in their order. */
final class Absent {

    private Absent() {}

    static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    static <T> List<T> list(@Nullable List<T> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    static <K, V> Map<K, V> map(@Nullable Map<K, V> given) {
        return given == null ? Map.of() : java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(given));
    }
}
