/**
 * From {@code run} and {@code create}'s flags to the body of {@code POST /containers/create}.
 *
 * <p>Start reading at {@link dev.sampan.cli.container.ContainerRequest}. Docker's client checks some flags itself, before any daemon is
 * asked; those checks and their words are here, the rest is left to the daemon.
 */
@NullMarked
package dev.sampan.cli.container;

import org.jspecify.annotations.NullMarked;
