/**
 * Containers: one use case per verb over the mechanisms below, driven by Docker's own request records.
 *
 * <p>Start reading at {@link dev.sampan.engine.container.Containers}, the facade.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.container;
