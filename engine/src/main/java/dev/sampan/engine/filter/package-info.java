/**
 * Docker's {@code filters} of lists and prunes, the part that all kinds of objects share. Start reading at
 * {@link dev.sampan.engine.filter.Filters}; which names a list knows, and what they mean, is said where the list is made.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.filter;
