/**
 * Volumes: directories that outlive containers. Only the {@code local} driver, without mount options; start reading at
 * {@link dev.sampan.engine.volume.Volumes}.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.volume;
