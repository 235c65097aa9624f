/**
 * Layers as plain directories: each is a whole copy of what lies below it, for file systems on which overlayfs does not work. Slow and
 * large, but it needs nothing of the kernel. Start reading at {@code Vfs}.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.storage.vfs;
