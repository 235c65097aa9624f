/**
 * From an OCI runtime spec to a running process: the launch plan, its execution, and the errors in Docker's words.
 *
 * <p>Start reading at {@link dev.sampan.engine.runtime.Runtime}, then at {@code ContainerPlan}, which lists every concern of a container in the
 * kernel's order, top-down; each concern is one small class that adds its steps. {@code ExecPlan} is the shorter list for a further
 * process in a running container.
 *
 * <p>Flow: spec -> LaunchPlan (data, printable, the same bytes that the kernel executes) -> supervisor (spawned) -> the container's first
 * process -> {@link dev.sampan.engine.process.Live}. The network is set up by the daemon while the container mounts; they meet at one gate before execve.
 *
 * <p>Nothing here knows Docker's configuration, a network or a volume: it sees mounts, namespaces, numbers.
 *
 * <p>To add something to every container: one class with its steps, one line in {@code ContainerPlan} with the reason for its place, one
 * golden plan in {@code ContainerPlanTest}, one kernel test that looks at the result from inside.
 */
@NullMarked
package dev.sampan.engine.runtime;

import org.jspecify.annotations.NullMarked;
