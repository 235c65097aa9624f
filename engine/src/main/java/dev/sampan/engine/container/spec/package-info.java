/**
 * The two translations of a container: Docker's records into the engine's own {@code ContainerSpec}
 * ({@link dev.sampan.engine.container.spec.DockerSpec}, once, when its file is read or changed), and that spec, with what a start finds out,
 * into an OCI runtime spec ({@link dev.sampan.engine.container.spec.SpecBuilder}), one class per concern.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.container.spec;
