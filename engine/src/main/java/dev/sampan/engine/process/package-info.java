/**
 * A process that runs in a container, its streams and its end, from launch to exit record and across a restart of the daemon.
 *
 * <p>Start reading at {@link dev.sampan.engine.process.Live}: what the runtime answers for a launch or an exec, and what
 * {@link dev.sampan.engine.process.Live#reattach} makes again of a {@link dev.sampan.engine.process.LiveRecord} on disk.
 * {@link dev.sampan.engine.process.Streams} carries bytes: it exists before its process (a client attaches, then starts), is
 * connected to one, and ends with it. The next run of a container has another.
 *
 * <p>Flow of output: pipe or terminal -> one {@code Pump} per descriptor, a virtual thread that the epoll loop wakes -> the log first,
 * then every attached client. A client has a buffer of its own of 1 MiB; when it is full the pump waits for that client, so the
 * container waits too once its pipe is full, as with Docker. Nothing is dropped, nothing is reordered, and the log is always at
 * least as far as any client. A client that goes away frees the pump at once.
 *
 * <p>Order at the end: the process ends; from then on no client holds up anybody, and what is in the pipes goes to the log and into the
 * clients' buffers; the exit is reported; the clients get the rest and are closed. Who waits for the container is answered after that,
 * but a client that does not read is waited for one second only, and a descendant that keeps a pipe open for two.
 *
 * <p>When the daemon dies, a container that writes goes on until its pipe is full (64 KiB per stream), then it waits. What it wrote
 * last before it ended stays in the pipe, and its supervisor with it, until the next daemon has read it: nothing is lost but what the
 * old daemon had read and not yet given to the log, at most one read of 64 KiB per stream.
 *
 * <p>Kernel facts: a pty master answers EIO once the last slave is closed (that is its end of file); a pid that was reused is told
 * apart by its start time in /proc/PID/stat; a pidfd becomes readable when its process ends.
 */
@NullMarked
package dev.sampan.engine.process;

import org.jspecify.annotations.NullMarked;
