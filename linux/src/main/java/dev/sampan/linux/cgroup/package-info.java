/**
 * The kernel's control group files: which hierarchies there are, and what is written into which file.
 *
 * <p>Start reading at {@link dev.sampan.linux.cgroup.Hierarchies} (found from {@code /proc/self/mountinfo}) and
 * {@link dev.sampan.linux.cgroup.Directory} (one group: make, read, write, remove; every write passes the tracer). {@code v1} and
 * {@code v2} hold one record per controller under the same names, whose methods are the files of cgroups(7) and of the kernel's
 * Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst. No policy here: {@code engine.cgroup} decides what is written.
 *
 * <p>Kernel facts (measured on Linux 6.18): making a group costs 15 to 40 us per hierarchy, joining 40 to 70 us. Writing a process to
 * {@code cgroup.procs} takes cgroup_threadgroup_rwsem, whose first writer after a pause waits 3 to 15 ms for an RCU grace period;
 * writing 0 to v1's {@code tasks} moves the calling thread without that lock, and so does clone3(CLONE_INTO_CGROUP) on v2.
 */
package dev.sampan.linux.cgroup;
