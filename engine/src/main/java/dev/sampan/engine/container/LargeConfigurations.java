package dev.sampan.engine.container;

import dev.sampan.engine.error.EngineException.Unavailable;
import java.util.HashMap;
import java.util.Map;

/**
 * Every container's configuration is in the heap as long as the container is there. Usual ones take a few KB and are not counted; those of a
 * million labels are, since a dozen of them would end the daemon.
 */
final class LargeConfigurations {

    static final int LARGE = 64 << 10;
    /** In the heap a configuration takes some ten times its size as JSON. */
    private static final int HEAP_SHARE = 64;

    private final long most;
    private final Map<String, Integer> sizes = new HashMap<>();

    LargeConfigurations(long most) {
        this.most = most;
    }

    static LargeConfigurations ofThisHeap() {
        return new LargeConfigurations(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /**
     * Counts a container's configuration. Only a new container is refused: a known one must be able to write down what happens to it.
     *
     * @param bytes as JSON
     */
    synchronized void take(String id, int bytes, boolean known) {
        long others = sizes.entrySet().stream()
                .filter(size -> !size.getKey().equals(id))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (bytes <= LARGE) {
            sizes.remove(id);
            return;
        }
        if (!known && others + bytes > most) {
            throw new Unavailable("a container configuration of " + bytes + " bytes: the large configurations of all"
                    + " containers may have " + most + " bytes together, and there are " + others + " already");
        }
        sizes.put(id, bytes);
    }

    synchronized void forget(String id) {
        sizes.remove(id);
    }
}
