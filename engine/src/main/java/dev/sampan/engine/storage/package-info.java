/**
 * Root file systems on disk: read-only layers of images, shared, and one writable layer per container.
 *
 * <p>Start reading at {@link dev.sampan.engine.storage.Layers}, what images and containers call, and at
 * {@link dev.sampan.engine.storage.StorageDriver}, the contract that a driver fulfils.
 *
 * <p>A layer is made beside its final name, flushed with syncfs(2) and renamed into place; it is removed by renaming it away
 * first. So under its name it is whole or absent, after a crash too, and what a crash leaves behind has a name that
 * {@code Layers} sweeps at start. Nothing counts references on disk: who refers to a layer is asked of those who do (images by
 * their configuration, containers by their record), so no count can be lost.
 *
 * <p>Adding a driver is adding a package such as {@code .vfs}, its StorageDriver listed in META-INF/services: the conformance suite then
 * runs on it.
 */
package dev.sampan.engine.storage;
