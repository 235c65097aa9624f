package dev.sampan.engine.spec;

import java.time.Duration;

/**
 * How a container is asked to end.
 *
 * @param signal its number
 * @param patience until it is killed; negative for ever
 */
public record StopSpec(int signal, Duration patience) {}
