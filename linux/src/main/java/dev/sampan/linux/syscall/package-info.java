/**
 * The kernel's calls: one class per man-page family, one static method per call.
 *
 * <p>Start reading at {@link dev.sampan.linux.syscall.Kernel} (the native call), {@link dev.sampan.linux.syscall.Call}
 * (arguments, text, errors, tracing) and {@link dev.sampan.linux.syscall.Files}. Numbers per architecture are in
 * {@link dev.sampan.linux.syscall.Sys}, errors in {@link dev.sampan.linux.syscall.Errno}.
 *
 * <p>Rules: every descriptor is opened close-on-exec; EINTR is repeated in one place ({@code Kernel.syscall}); constants
 * keep their C spelling; open flags have x86-64's values and {@link dev.sampan.linux.arch.Arch#openFlags} translates
 * them; no MemorySegment leaves this module. A call that may block (read of a pipe, wait, accept) holds a virtual
 * thread's carrier: wait with {@link dev.sampan.linux.loop.Loop} first.
 *
 * <p>To add one: its numbers in {@code Sys} ({@code SysTest} compares them with the machine's headers), then a method
 * that puts together a {@code Call}.
 */
package dev.sampan.linux.syscall;
