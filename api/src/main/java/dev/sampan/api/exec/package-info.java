/** {@code /containers/x/exec} and {@code /exec}. */
@NullMarked
package dev.sampan.api.exec;

import org.jspecify.annotations.NullMarked;
