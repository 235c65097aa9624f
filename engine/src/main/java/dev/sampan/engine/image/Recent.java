package dev.sampan.engine.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The values that were asked for last. Thread-safe. */
final class Recent<K, V> {

    private static final int KEPT = 128;

    private final LinkedHashMap<K, V> values = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > KEPT;
        }
    };

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Answers the value. */
    synchronized V put(K key, V value) {
        values.put(key, value);
        return value;
    }
}
