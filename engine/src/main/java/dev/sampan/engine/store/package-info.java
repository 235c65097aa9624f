/**
 * The engine's memory on disk: {@link dev.sampan.engine.store.Places} knows every path, {@link dev.sampan.engine.store.StateFile} writes one
 * JSON file so that a reader, also one after a crash, sees the old or the new content and never a part;
 * {@link dev.sampan.engine.store.RootLock} keeps a second engine from the same places.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.store;
