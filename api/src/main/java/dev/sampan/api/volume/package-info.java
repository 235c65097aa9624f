/**
 * Wire records of {@code /volumes}.
 *
 * <p>Labels and options that nobody gave are null in the answers, not empty: clients see that difference, and so do these records.
 */
@NullMarked
package dev.sampan.api.volume;

import org.jspecify.annotations.NullMarked;
