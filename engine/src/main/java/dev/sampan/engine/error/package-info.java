/**
 * Failure: the one exception of the engine in Docker's categories, and the way back of work with several steps.
 *
 * <p>Start reading at {@link dev.sampan.engine.error.EngineException}. Whoever needs a category of an error throws its subclass; the
 * server's exhaustive switch makes it an HTTP status. {@link dev.sampan.engine.error.Undo} keeps multi-step work whole or absent.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.error;
