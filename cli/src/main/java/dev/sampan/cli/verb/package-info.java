/**
 * One class per command verb: its flags as help text, then what it asks of the daemon and prints.
 *
 * <p>Start reading at {@link dev.sampan.cli.verb.Stop} (short) and {@link dev.sampan.cli.verb.Run} (the longest way).
 */
@NullMarked
package dev.sampan.cli.verb;

import org.jspecify.annotations.NullMarked;
