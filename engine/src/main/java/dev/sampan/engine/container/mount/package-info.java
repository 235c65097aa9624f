/**
 * The mounts of a request, in its three forms (Binds, Mounts, Volumes), checked in Docker's words and made one list. Start reading at
 * {@link dev.sampan.engine.container.mount.ResolveMounts}.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.container.mount;
