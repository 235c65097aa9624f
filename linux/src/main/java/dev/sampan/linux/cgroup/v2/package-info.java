/**
 * The controllers of cgroup v2, all in one hierarchy.
 *
 * <p>One class per controller, namesakes of {@code v1}. A process is born in its group (CLONE_INTO_CGROUP), devices are an eBPF program
 * attached to the directory, and a group is killed or frozen by writing one file.
 */
package dev.sampan.linux.cgroup.v2;
