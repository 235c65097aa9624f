/** {@code /volumes}. */
@NullMarked
package dev.sampan.api.volume;

import org.jspecify.annotations.NullMarked;
