package dev.sampan.engine.storage;

/** What keeps layers on disk; found by ServiceLoader. */
public interface StorageDriver {

    /** Docker's name of it: {@code overlay2}, {@code vfs}. */
    String name();
}
