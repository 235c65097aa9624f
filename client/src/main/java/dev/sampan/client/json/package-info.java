/**
 * JSON as plain maps, lists, strings, numbers and booleans: what {@code --format} templates walk over.
 *
 * <p>Read with Jackson's tokenizer alone, as databind costs 50 ms of a command's start (ADR 2), and written as Go's encoder writes it.
 * Objects keep the order of their members; whole numbers stay whole.
 */
@NullMarked
package dev.sampan.client.json;

import org.jspecify.annotations.NullMarked;
