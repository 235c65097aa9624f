package dev.sampan.engine.event;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened to an object of the engine.
 *
 * @param type Docker's word: container, image, network, volume, daemon, builder
 * @param action Docker's word: create, start, die, exec_create: sh -c true, ...
 * @param attributes in the order in which clients shall see them
 */
public record Event(String type, String action, String id, Map<String, String> attributes, Instant time) {}
