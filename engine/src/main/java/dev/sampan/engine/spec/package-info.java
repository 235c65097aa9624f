/**
 * The engine's own language: what a container shall be, in typed values with units, nothing nullable, nothing to parse. Each front door
 * translates its requests into it. Start reading at {@link dev.sampan.engine.spec.ContainerSpec}.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.spec;
