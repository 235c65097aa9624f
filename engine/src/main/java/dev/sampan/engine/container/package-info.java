/**
 * Containers: one use case per verb over the mechanisms below. A container is made of Docker's request records, until
 * these have moved to Docker's front door; from then on everybody reads its {@code ContainerSpec} (ADR 14).
 *
 * <p>Start reading at {@link dev.sampan.engine.container.Containers}, the facade; then at {@code Create} (checks in Docker's order, then
 * what is made, undone as a whole) and {@code Launch} (from a container's spec to its process).
 *
 * <p>What a container is, is one immutable {@code state.ContainerFile}; {@code Container} holds the newest one, the lock for who changes
 * it, and what runs it. Readers (list, inspect) take a snapshot and no lock. What it does is a {@code state.State}, changed by one pure
 * function alone.
 *
 * <p>Flow of a run: {@code Start} or a {@code Restarts} timer -> {@code Launch} -> ... -> {@code Ended}, which the process's end calls:
 * network left, state written, waiters and clients told, then cgroup and session removed; then restart or removal where asked for.
 * {@code Signals} is the common part of stop, kill, restart and forced removal.
 *
 * <p>What is written when, and what the next engine makes of it, is ADR 9 and {@code Reconcile}.
 *
 * <p>The packages below know no use case (a test executes that): {@code check} refuses requests, {@code mount} makes one list of their
 * mounts, {@code state} is what is kept, {@code spec} translates Docker's records into the engine's spec ({@code DockerSpec}), and that, with what a
 * start finds out, into an OCI runtime spec ({@code SpecBuilder}). To support one more field of HostConfig: check it in its {@code Check...}
 * class with Docker's text, give it a place in {@code engine.spec}, translate it in {@code DockerSpec}, let its concern read it, replay the
 * golden files that name it.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.container;
