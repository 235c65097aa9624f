/**
 * Docker's configuration as an OCI runtime spec, one class per concern. Start reading at
 * {@link dev.sampan.engine.container.spec.SpecBuilder}: beyond it nobody knows Docker.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.container.spec;
