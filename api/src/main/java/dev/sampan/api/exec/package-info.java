/**
 * Wire records of {@code /containers/x/exec} and {@code /exec}.
 *
 * <p>Start reading at {@link dev.sampan.api.exec.ExecCreateRequest}: what is to be run; starting it is a request of its own, whose
 * body says only how its streams are wanted.
 */
@NullMarked
package dev.sampan.api.exec;

import org.jspecify.annotations.NullMarked;
