package dev.sampan.engine.storage;

/** The layers of one engine over the storage driver that its host allows. */
public final class Layers {}
