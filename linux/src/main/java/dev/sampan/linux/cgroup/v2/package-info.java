/** The controllers of cgroup v2, all in one hierarchy. Namesakes of {@code v1}. */
package dev.sampan.linux.cgroup.v2;
