/**
 * The kernel's interface, and nothing else: knows no container, image or network of ours, and depends on the JDK alone.
 *
 * <p>Start reading at {@code syscall.Call}: every system call goes through that one door, which gives it names, a text, an error and a
 * trace. Then {@code launch}, where the start of a process is data that a small C program executes.
 *
 * <ul>
 * <li>{@code arch}: the two machines, and where their numbers differ;
 * <li>{@code syscall}: one class per family of man pages, a static method per call; {@code struct}: the layouts they take;
 * <li>{@code launch}: plans, their steps, the interpreter, the supervisor;
 * <li>{@code netlink}: links, addresses, routes, nftables; {@code cgroup}: both versions' files; {@code bpf}: assemblers;
 * <li>{@code loop}: one epoll thread; {@code proc}: readers of /proc; {@code trace}: who wants to know gets every call's text.
 * </ul>
 *
 * <p>Only this module uses java.lang.foreign, and no MemorySegment leaves it. Tested against the real kernel, and layouts against the
 * headers of both architectures.
 */
package dev.sampan.linux;
