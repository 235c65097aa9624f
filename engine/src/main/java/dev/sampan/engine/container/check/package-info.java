/**
 * What create and update refuse, one class per part of a request, with Docker's texts in Docker's order; {@code Create} calls them.
 * To support one more field of HostConfig: check it here, map it in {@code container.spec}.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.container.check;
