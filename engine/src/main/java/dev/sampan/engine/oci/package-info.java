/**
 * Records of the OCI specifications: what passes between the engine's parts, and nothing that does anything.
 *
 * <p>Image side: {@link dev.sampan.engine.oci.Digest}, {@link dev.sampan.engine.oci.Descriptor},
 * {@link dev.sampan.engine.oci.Platform}. Runtime side: the runtime-spec's config.json, which the container use cases write and
 * the runtime turns into a launch plan.
 *
 * @see <a href="https://github.com/opencontainers/image-spec">OCI image-spec</a>
 * @see <a href="https://github.com/opencontainers/runtime-spec">OCI runtime-spec</a>
 */
package dev.sampan.engine.oci;
