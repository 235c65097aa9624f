/**
 * Content-addressed blobs in an OCI image layout, and the layout's index, which holds the images' names.
 *
 * <p>Start reading at {@link dev.sampan.engine.content.ContentStore}. A blob is written to {@code ingest/}, hashed while it
 * streams, flushed with fsync(2) and renamed to {@code blobs/sha256/HEX}: under that name it is whole or absent, whatever happens.
 * {@link dev.sampan.engine.content.ImageIndex} is {@code index.json}, replaced as a whole; a name in it is written last, so an
 * image too is whole or absent.
 *
 * <p>{@link dev.sampan.engine.content.ContentDraft} keeps what is being brought in from the garbage collection, which removes every
 * blob that no name and no draft reaches.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image-spec, image layout</a>
 */
package dev.sampan.engine.content;
