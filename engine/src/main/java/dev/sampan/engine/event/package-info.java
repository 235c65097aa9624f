/**
 * What happens in the engine, as Docker's {@code /events} tells it. Start reading at {@link dev.sampan.engine.event.Events}: every use
 * case publishes there, the server subscribes. Nothing is kept on disk.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.engine.event;
