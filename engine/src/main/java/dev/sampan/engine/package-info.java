/**
 * The engine: images, containers, networks, volumes. No HTTP, no command line, no native call.
 *
 * <p>Start reading at {@link dev.sampan.engine.Engine}, whose constructor wires all parts by hand; then at
 * {@code container.Launch}, which is what a container engine is for.
 *
 * <p>The parts stand in layers above {@code error}, and a package uses lower layers only, never a neighbour (a test executes that rule):
 * <ol>
 * <li>filter, store, event, explain, oci, archive: what everybody may use;
 * <li>cgroup, security, storage, content, network, volume, logging, process: the mechanisms. None ever sees a container;
 * <li>image, runtime: an image store over content and storage; from an OCI runtime spec to a process;
 * <li>container, exec, logs: the use cases, one class per verb. Those that make or change a container know Docker's configuration still (ADR 14);
 * <li>this package: the composition root.
 * </ol>
 *
 * <p>Flow of a start: use case, state machine, mechanisms prepare, an OCI spec, a launch plan, a process. Work of several steps opens
 * an {@code error.Undo}; what a killed daemon left is taken up or removed by {@code container.Reconcile}.
 *
 * <p>To add a storage, network or log driver: one class for the ServiceLoader, which the contract's conformance suite then runs on.
 */
@NullMarked
package dev.sampan.engine;

import org.jspecify.annotations.NullMarked;
