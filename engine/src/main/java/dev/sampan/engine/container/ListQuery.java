package dev.sampan.engine.container;

import dev.sampan.engine.filter.Filters;

/**
 * What to list: by default only containers that run.
 *
 * @param limit the newest so many, stopped ones too; 0 or less is no limit
 * @param size whether to measure each container's file system
 */
public record ListQuery(boolean all, int limit, boolean size, Filters filters) {

    public static final ListQuery RUNNING = new ListQuery(false, 0, false, Filters.NONE);
    public static final ListQuery ALL = new ListQuery(true, 0, false, Filters.NONE);
}
