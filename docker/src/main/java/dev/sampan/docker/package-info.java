/**
 * The Docker Engine API over the engine: which request goes where, and how answers and errors look on the wire.
 *
 * <p>Start reading at {@link dev.sampan.docker.Routes}: one table, method and path to handler. {@code DockerApi} wraps
 * each with what all share (clean paths, versions, headers, errors); a {@code Call} is what a handler sees of a request. The
 * handlers are grouped as Docker's documentation groups them and only translate: parameters in, the engine's verb, answer
 * out. What has no engine behind it yet answers 501, never a wrong success.
 *
 * <p>To add an endpoint: a line in {@code Routes}, a method in the group's class, a recorded answer that wants it.
 */
@NullMarked
package dev.sampan.docker;

import org.jspecify.annotations.NullMarked;
