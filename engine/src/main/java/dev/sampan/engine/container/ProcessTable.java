package dev.sampan.engine.container;

import java.util.List;

/**
 * Processes of a container, as ps(1) shows them.
 *
 * @param rows each with a field for each title; the last may have blanks
 */
public record ProcessTable(List<String> titles, List<List<String>> rows) {}
