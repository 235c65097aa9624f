/**
 * Wire record of {@code GET /containers/x/logs?format=json}, known from API 1.54 on.
 *
 * <p>Without that parameter a log is a stream of frames or raw bytes, for which no record exists.
 */
@NullMarked
package dev.sampan.api.logs;

import org.jspecify.annotations.NullMarked;
