package dev.sampan.engine.container;

import java.util.List;

/**
 * A new container.
 *
 * @param warnings of what was asked for and is not so, in sentences
 */
public record Created(String id, List<String> warnings) {}
