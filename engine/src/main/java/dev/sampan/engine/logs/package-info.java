/**
 * {@code docker logs}.
 *
 * <p>Start reading at {@link dev.sampan.engine.logs.Logs}; a {@link dev.sampan.engine.logs.LogsRequest} is the query of the API, and a
 * {@link dev.sampan.engine.logs.LogLines} what it answers, entry by entry. How an entry becomes bytes on the wire is
 * {@link dev.sampan.engine.logs.LogText}; framing and JSON are the server's.
 */
package dev.sampan.engine.logs;
