/**
 * What a container may use: memory, processors, processes, devices; and the handle on all of its processes at once.
 *
 * <p>Start reading at {@link dev.sampan.engine.cgroup.Cgroups} (all groups of one engine, below its cgroup parent) and
 * {@link dev.sampan.engine.cgroup.Resources} (what is limited; cgroup v2 is the model, v1 is converted to with the formulas of the OCI
 * runtimes). A {@link dev.sampan.engine.cgroup.Cgroup} is made before the launch, says in its {@link dev.sampan.engine.cgroup.Join} how
 * the first process gets into it, and is deleted after the last process.
 *
 * <p>Kernel facts. On v1 a process joins by writing 0 to {@code tasks}, not to {@code cgroup.procs}: the latter takes a lock whose first
 * writer after a pause waits 3 to 15 ms for an RCU grace period (measured), the former does not. On v2 clone3(CLONE_INTO_CGROUP) does
 * without that lock. A group whose last process just died can still answer EBUSY to rmdir for a moment.
 */
package dev.sampan.engine.cgroup;
