/**
 * One thread waits for all descriptors: {@link dev.sampan.linux.loop.Loop}.
 *
 * <p>A blocking native call on a virtual thread holds its carrier, of which there are as many as processors. Whoever
 * waits for a process (pidfd), a pipe, a terminal or a launch therefore registers here and parks on a future.
 */
package dev.sampan.linux.loop;
