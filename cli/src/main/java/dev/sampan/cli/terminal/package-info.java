/**
 * The user's side of an attached container: terminal modes, signals, detach keys, copying.
 *
 * <p>Start reading at {@link dev.sampan.cli.terminal.Attachment}. The terminal is switched by {@code stty} as a child (21 ms, only with
 * -t): calling termios through java.lang.foreign would cost every command more than that once.
 */
@NullMarked
package dev.sampan.cli.terminal;

import org.jspecify.annotations.NullMarked;
