package dev.sampan.engine.cgroup;

import java.util.List;

/** One container's group, on every hierarchy of the host. Made by {@link Cgroups}; safe to use from several threads. */
public interface Cgroup {

    /** Its path in each hierarchy as {@code /proc/PID/cgroup} shows it on the host: {@code /sampan/0123...}. */
    String path();

    /** For the launch plan of the first process and of each exec. */
    Join join();

    /** Changes the limits of running processes; a limit that {@code changed} does not set stays. */
    void update(Resources changed);

    /** Stops every process, and returns when they have stopped. */
    void freeze();

    void thaw();

    boolean frozen();

    /** Process ids on the host, those of groups below included. Empty when the group is gone. */
    List<Integer> pids();

    /** Sends SIGKILL to all of them, frozen ones too. Their parents still have to reap them. */
    void kill();

    Statistics statistics();

    /** How often the kernel killed a process in here for want of memory. 0 when the group is gone. */
    long oomKills();

    /** Removes the group and those made inside it. Kills what still runs in it; waits for the kernel, at most some seconds. */
    void delete();
}
