/**
 * Where the daemon's messages go: {@code System.Logger} without a framework, one line per message on standard error, where a
 * service supervisor or a terminal picks them up.
 *
 * <p>{@link dev.sampan.server.log.StderrLoggers} is found by the JDK as its logger finder, so the engine and the JDK itself log
 * through it without knowing it. {@code --log-level} sets the one threshold for our own classes; the JDK's speak from warnings on.
 */
@NullMarked
package dev.sampan.server.log;

import org.jspecify.annotations.NullMarked;
