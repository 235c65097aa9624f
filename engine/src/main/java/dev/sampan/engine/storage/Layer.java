package dev.sampan.engine.storage;

import java.util.List;

/**
 * What a driver knows of a layer.
 *
 * @param writable whether it is a container's
 * @param parents those it was put on, base first
 */
public record Layer(boolean writable, List<LayerId> parents) {}
