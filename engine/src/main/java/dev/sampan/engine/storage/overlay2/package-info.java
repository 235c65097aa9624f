/**
 * The storage driver overlay2: a directory per layer, stacked by the kernel inside the container's mount namespace. Start reading at
 * {@link dev.sampan.engine.storage.overlay2.Overlay2}.
 *
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>
 */
package dev.sampan.engine.storage.overlay2;
