/**
 * An HTTP/1.1 server of our own, for one kind of peer: Docker clients, on a Unix socket or over TLS.
 *
 * <p>Why not a library (ADR 4): clients were tested against Go's {@code net/http} as dockerd uses it, down to the text of
 * a 400; hijacking and half-close are the protocol's main path here and every library's back door; and a daemon that starts
 * in a fraction of a second cannot spend it on a web framework.
 *
 * <p>Start reading at {@link dev.sampan.http.HttpServer}: accept, one virtual thread per
 * {@link dev.sampan.http.Connection}, which reads a {@link dev.sampan.http.Request}
 * ({@link dev.sampan.http.RequestReader}), calls the handler and finishes the
 * {@link dev.sampan.http.Response}. Plain blocking code all through.
 *
 * <p>What bounds it: a head of at most 1 MiB (431), header names and values of RFC 9110's characters only, one Host, one
 * Content-Length or "chunked" and never both (400), chunk lines of 4 KiB, a deadline for a head that dribbles in. A body is
 * bounded by who reads it. {@code HttpFuzzTest} throws damaged requests at all of it; host/sys-http of the recorded answers
 * pins the texts.
 */
@NullMarked
package dev.sampan.http;

import org.jspecify.annotations.NullMarked;
