/** {@code System.Logger} without a framework: one line per message on standard error. */
@NullMarked
package dev.sampan.server.log;

import org.jspecify.annotations.NullMarked;
