/**
 * The controllers of cgroup v1, each with a hierarchy of its own or sharing one.
 *
 * <p>One class per controller, namesakes of {@code v2}: who looks for how a limit is written opens both. Here a process joins every
 * hierarchy one by one, a cpuset must be filled before it takes a process, and devices are a list of words.
 */
package dev.sampan.linux.cgroup.v1;
