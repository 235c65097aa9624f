/**
 * From a plan to a process: a start is data.
 *
 * <p>Start reading at {@link dev.sampan.linux.launch.LaunchPlan} and {@link dev.sampan.linux.launch.Step}; then
 * {@link dev.sampan.linux.launch.Launcher}, and {@code src/main/c/launch.c}, which executes.
 *
 * <p>Flow: {@code PlanEncoder} lowers the steps to operations in a sealed memory file; {@code Launcher} starts the
 * interpreter on it with posix_spawn. The interpreter runs the list; a {@code Clone} step forks, the child runs its own
 * list up to execve, the parent goes on, and with {@code Supervise} stays: it keeps the descriptors of
 * {@link dev.sampan.linux.launch.Slot}, waits, and writes the {@link dev.sampan.linux.launch.ExitRecord}.
 * {@link dev.sampan.linux.launch.Launched} is the daemon's side: signals, the gate, descriptors taken from the child.
 *
 * <p>Layout of the plan, mapped private and writable at 0x1000000000: magic u64, operations u32, pad u32, size u64, size of
 * results u64, pad to 64; then operations of 88 bytes: number u32 (of the system call, or from 0x10000 on one of the
 * interpreter's own), flags u16 (1 fork, 2 any error is tolerated, 4 timed in ticks), register u16 (where the result is kept, 0 none),
 * tag u8[6] of the arguments (0 immediate, 1 register, 2 an s32 in memory), pad, tolerated errors u16[6] from 16 on,
 * target u32 at 28 (of a tolerated error, a jump, or a fork's parent; -1 the next), least result s64, arguments u64[6];
 * then the memory that arguments point into.
 *
 * <p>Layout of the results' file, mapped shared at 0x10ffff0000: pid of the first clone u32, which the kernel writes and no child
 * has in its memory (MADV_DONTFORK) or can map there again (F_SEAL_FUTURE_WRITE); from 0x10000 on: failed operation + 1 u32, errno
 * s32, ticks and nanoseconds at the start u64[2], the same before the first operation timed in ticks, then per operation result
 * s64, begin and end u64 (CLOCK_MONOTONIC, or ticks behind a seccomp filter). The interpreter writes results and never reads them,
 * and the plan is private memory: who gets hold of a child cannot change what a supervisor does, or which process the daemon signals.
 *
 * <p>To add a step: a record in its family that lowers to operations; a line in the family's golden plan test.
 */
package dev.sampan.linux.launch;
