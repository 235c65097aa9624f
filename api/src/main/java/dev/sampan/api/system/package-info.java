/** Answers about the daemon and its host: {@code /version}, {@code /info}, {@code /system/df}, {@code /auth}. */
@NullMarked
package dev.sampan.api.system;

import org.jspecify.annotations.NullMarked;
