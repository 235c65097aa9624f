/**
 * A small HTTP/1.1 client for the Docker API: java.net.http speaks neither Unix sockets nor hijacked connections.
 *
 * <p>Start reading at {@link dev.sampan.client.Api}. A connection carries one request after the other; an answer's body must be read
 * to its end (or its connection closed) before the next. After an upgrade the connection is a byte stream with half-close.
 *
 * <p>Bounds: a head of at most 64 KB and 200 lines, a chunk-size line of 1 KB, an error body of 1 MB. What lies outside them ends the
 * connection with an error.
 */
@NullMarked
package dev.sampan.client;

import org.jspecify.annotations.NullMarked;
