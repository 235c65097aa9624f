/**
 * Records of the OCI specifications: what passes between the engine's parts, and nothing that does anything.
 *
 * <p>Image side: {@link dev.sampan.engine.oci.Digest}, {@link dev.sampan.engine.oci.Descriptor},
 * {@link dev.sampan.engine.oci.Platform}.
 *
 * <p>Runtime side: {@link dev.sampan.engine.oci.RuntimeSpec} and what it holds is {@code config.json}: {@code engine.container} turns
 * Docker's configuration into it, {@code engine.runtime} turns it into a process. Names are the specification's own (config.md,
 * config-linux.md), so a record reads and writes as JSON without a mapping. What may be absent is {@code @Nullable} where absent
 * differs from zero, and an empty list or map otherwise: compact constructors copy, so a spec never changes under its reader.
 *
 * <p>To add a field: add the component, its line in {@code OciJsonTest}, and the class in {@code engine.runtime} that obeys it. A field
 * that nobody obeys is not listed: silence would be a lie.
 *
 * @see <a href="https://github.com/opencontainers/image-spec">OCI image-spec</a>
 * @see <a href="https://github.com/opencontainers/runtime-spec">OCI runtime-spec</a>
 */
@NullMarked
package dev.sampan.engine.oci;

import org.jspecify.annotations.NullMarked;
