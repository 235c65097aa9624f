/** The storage driver vfs: a full copy per layer, for where nothing better works. Start reading at {@link dev.sampan.engine.storage.vfs.Vfs}. */
package dev.sampan.engine.storage.vfs;
