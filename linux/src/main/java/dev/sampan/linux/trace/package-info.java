/**
 * What was asked of the kernel, told to whoever listens: the source of {@code explain}.
 *
 * <p>Start reading at {@link dev.sampan.linux.trace.Tracer}. Every system call of {@code syscall}, each netlink request,
 * each executed launch step and each cgroup write passes {@code Tracer.emit}, so that an explanation is made by what was
 * executed and is never written beside it.
 *
 * <pre>
 * var seen = new ArrayList&lt;Traced&gt;();
 * Tracer.during(seen::add, () -&gt; engine.start(id));
 * </pre>
 */
package dev.sampan.linux.trace;
