/**
 * What was really asked of the kernel for a container's last start, remembered and shown.
 *
 * <p>Start reading at {@link dev.sampan.engine.explain.Recording}: bound as the scope's {@code Tracer} it hears every system call, cgroup
 * write and netlink request of the daemon, and it is handed the launch plan's steps with the results and times that the interpreter
 * left in shared memory. Nothing is written beside what was executed. {@link dev.sampan.engine.explain.Explanation} is the record of both in
 * the order of the clock; {@link dev.sampan.engine.explain.Explanations} keeps one per container, {@link dev.sampan.engine.explain.AsText} and
 * {@link dev.sampan.engine.explain.ShellScript} show it.
 *
 * <p>A start must not wait for this: while it runs, only references are kept. Text is made when somebody asks, or half a second
 * later in the background, when the record goes to a file below the exec root; a container that is removed sooner costs nothing. The
 * record is bounded: what comes after {@value dev.sampan.engine.explain.Recording#MOST} requests of the daemon is counted, not kept.
 */
@NullMarked
package dev.sampan.engine.explain;

import org.jspecify.annotations.NullMarked;
