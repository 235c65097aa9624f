/** {@code GET /containers/x/logs?format=json}. */
@NullMarked
package dev.sampan.api.logs;

import org.jspecify.annotations.NullMarked;
