/**
 * Command line flags with the grammar and the error texts of the docker CLI's parser (spf13/pflag): {@code --name value},
 * {@code --name=value}, {@code -it}, {@code -p80:80}, a bool takes a value only after {@code =}, {@code --} ends the flags.
 *
 * <p>Start reading at {@link dev.sampan.cli.flags.FlagSet}: a verb declares its flags by its help text, so help cannot differ from what
 * is parsed. Why no framework: docs/adr.
 */
@NullMarked
package dev.sampan.cli.flags;

import org.jspecify.annotations.NullMarked;
