/**
 * What a container is and what it is doing: {@link dev.sampan.engine.container.state.ContainerFile}, whole and immutable, as it is on disk,
 * and {@link dev.sampan.engine.container.state.State}, which one pure function changes.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.container.state;
