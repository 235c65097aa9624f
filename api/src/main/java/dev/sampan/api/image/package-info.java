/**
 * Wire records of images: list, inspect, history, rmi, prune.
 *
 * <p>In the newest API version's shape; {@code dev.sampan.api.version.ImageShapes} knows how older versions differ. Descriptors and
 * platforms are those of {@code dev.sampan.api.container}, which Docker's own types share too.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.api.image;
