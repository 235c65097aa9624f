/**
 * The {@code sampan} command: Docker's names, flags and formats over the Docker API of a socket.
 *
 * <p>Start reading at {@link dev.sampan.cli.Main}, then any class of {@code verb}: one file per command verb.
 *
 * <p>Flow: {@code Main} finds the {@link dev.sampan.cli.Verb} by its words, {@code flags} parses the rest by the verb's own help text,
 * the verb speaks to the daemon through {@link dev.sampan.client}, and prints through {@code template} and {@link dev.sampan.cli.Table}.
 *
 * <p>Start-up time is the budget here (80 ms with an AOT cache): only the invoked verb's class is loaded, answers are plain maps and
 * lists, and nothing uses {@code java.lang.foreign}, reflection-driven JSON or a command line framework.
 *
 * <p>To add a verb: one class in {@code verb}, one line in {@link dev.sampan.cli.Verbs}.
 */
@NullMarked
package dev.sampan.cli;

import org.jspecify.annotations.NullMarked;
