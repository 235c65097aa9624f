/**
 * What drivers share that keep a folder per layer below their root: {@link dev.sampan.engine.storage.folder.LayerFolders}, each made beside its
 * name and renamed, with a {@link dev.sampan.engine.storage.folder.LayerRecord} that says what the layer is, and
 * {@link dev.sampan.engine.storage.folder.FolderDraft}, a layer while it is filled.
 */
package dev.sampan.engine.storage.folder;
