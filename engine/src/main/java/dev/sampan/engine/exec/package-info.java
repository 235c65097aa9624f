/**
 * {@code docker exec}: further processes in running containers, from create to the exit code.
 *
 * <p>Start reading at {@link dev.sampan.engine.exec.Execs}. It knows no container: {@link dev.sampan.engine.exec.Hosts}, which the engine
 * adapts from its containers, answers with an {@link dev.sampan.engine.exec.Host} or with Docker's reason why not.
 *
 * <p>Docker's rules that are easily got wrong: an instance runs once; what was never started vanishes when its container stops, what
 * ran stays to be inspected for five minutes; typing the detach keys counts as an end with 126, though the process goes on; the exit
 * code is there before the client sees the end of the stream, because clients ask for it right then.
 *
 * <p>Mechanism: {@link dev.sampan.engine.runtime.Runtime#exec}: setns, clone, credentials, execve in a supervisor of its own.
 */
@NullMarked
package dev.sampan.engine.exec;

import org.jspecify.annotations.NullMarked;
