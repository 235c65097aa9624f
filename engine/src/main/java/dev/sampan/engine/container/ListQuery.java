package dev.sampan.engine.container;

import java.util.Map;
import java.util.Set;

/**
 * What to list: by default only containers that run.
 *
 * @param limit the newest so many, stopped ones too; 0 or less is no limit
 * @param size whether to measure each container's file system
 * @param filters Docker's, by name: several values of one name are alternatives (labels: all must hold)
 */
public record ListQuery(boolean all, int limit, boolean size, Map<String, Set<String>> filters) {

    public static final ListQuery RUNNING = new ListQuery(false, 0, false, Map.of());
    public static final ListQuery ALL = new ListQuery(true, 0, false, Map.of());
}
