/**
 * Wire records of {@code GET /events}.
 *
 * <p>One record, {@link dev.sampan.api.event.EventMessage}: a line of the stream. The old fields (status, id, from) that versions
 * before 1.52 still show are added by {@code dev.sampan.api.version.EventStream}.
 */
@NullMarked
package dev.sampan.api.event;

import org.jspecify.annotations.NullMarked;
