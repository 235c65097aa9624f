/** {@code GET /events}. */
@NullMarked
package dev.sampan.api.event;

import org.jspecify.annotations.NullMarked;
