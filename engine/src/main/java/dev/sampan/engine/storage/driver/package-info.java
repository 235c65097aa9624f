/**
 * The storage drivers: {@link dev.sampan.engine.storage.driver.Overlay2}, one directory per layer stacked by the kernel, and
 * {@link dev.sampan.engine.storage.driver.Vfs}, a full copy per layer, for where nothing better works.
 *
 * <p>{@link dev.sampan.engine.storage.driver.LayerFolders} is what they share: a folder per layer, made beside its name and renamed.
 *
 * <p>Adding one: implement StorageDriver and Storage, list it in META-INF/services; StorageConformanceTest then runs on it.
 */
package dev.sampan.engine.storage.driver;
