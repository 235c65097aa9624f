/** The controllers of cgroup v1, each with a hierarchy of its own or sharing one. Namesakes of {@code v2}. */
package dev.sampan.linux.cgroup.v1;
