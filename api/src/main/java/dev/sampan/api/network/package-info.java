/** {@code /networks}. */
@NullMarked
package dev.sampan.api.network;

import org.jspecify.annotations.NullMarked;
