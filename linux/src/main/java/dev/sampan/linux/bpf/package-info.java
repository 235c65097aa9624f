/**
 * Assemblers for the kernel's two virtual machines: classic BPF, which seccomp(2) filters are written in, and eBPF, which decides about
 * device nodes on cgroup v2.
 *
 * <p>Start reading at {@link dev.sampan.linux.bpf.SeccompFilter} (what a filter says; it assembles itself into a
 * {@link dev.sampan.linux.bpf.ClassicProgram}) and {@link dev.sampan.linux.bpf.DeviceFilter} (likewise, an
 * {@link dev.sampan.linux.bpf.ExtendedProgram}, given to the kernel by {@link dev.sampan.linux.bpf.Bpf}). Both programs print themselves
 * as a listing: the goldens of their tests.
 *
 * <p>Kernel facts. From Linux 5.11 on the kernel runs a seccomp filter once per system call number when it is installed, and remembers
 * those that it allows without having looked at an argument: they never run the filter again. So a filter must decide by
 * number first, and its length counts when it is installed more than when it is used. Classic conditional jumps reach 255
 * instructions; the assembler routes longer ones over an unconditional jump.
 */
package dev.sampan.linux.bpf;
