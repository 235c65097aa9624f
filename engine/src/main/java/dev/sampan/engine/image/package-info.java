/**
 * Images of the local store: names, reading, loading, saving, importing, removing.
 *
 * <p>Start reading at {@link dev.sampan.engine.image.Images}, the facade that the server and the container use cases call. One
 * class per verb does the work ({@code Import}, {@code Load}, {@code Save}, {@code Remove}, ...).
 *
 * <p>An image's id is the digest of the manifest or index its name points at, as in Docker 29. Bytes of manifests and
 * configurations are kept as they came: nothing here is parsed and written again under the same digest.
 *
 * <p>Flow of an import: the tar streams into {@code engine.content} (hashed once while it is written) and through
 * {@code engine.archive} into a layer of {@code engine.storage}; then configuration and manifest are written; the name in the
 * store's index comes last, so a crash leaves an image whole or absent.
 */
package dev.sampan.engine.image;
