package dev.sampan.engine.container;

import java.util.List;

/**
 * What a prune has removed.
 *
 * @param bytes of the containers' own layers
 */
public record Pruned(List<String> ids, long bytes) {}
