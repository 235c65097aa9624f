/**
 * The daemon: {@link dev.sampan.server.Daemon} opens an engine, listens, and serves Docker's API until it is told to end.
 *
 * <p>Start reading at {@code Daemon}; {@link dev.sampan.http} is HTTP, {@link dev.sampan.docker} is Docker's API over the engine,
 * {@link dev.sampan.server.log} is where messages go.
 *
 * <p>The end: SIGTERM and SIGINT do as dockerd does. Nobody new gets in, then running containers are stopped, each with its
 * own signal and time, unless {@code --live-restore} lets them go on without a daemon. A daemon that is killed leaves its
 * containers running in any case, and the next one on the same places takes them up.
 */
@NullMarked
package dev.sampan.server;

import org.jspecify.annotations.NullMarked;
