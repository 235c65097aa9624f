package dev.sampan.linux.launch;

/**
 * A step in its place.
 *
 * @param why one sentence: what for, here and in this order. Shown by explain and in the error when the step fails.
 */
public record Planned(Step step, String why) {}
