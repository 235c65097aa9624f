/** JSON as plain maps, lists, strings, numbers and booleans; read with Jackson's tokenizer, written as Go's encoder writes it. */
@NullMarked
package dev.sampan.cli.json;

import org.jspecify.annotations.NullMarked;
