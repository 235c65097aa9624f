/**
 * Where a container's output goes, and how it is read again.
 *
 * <p>Start reading at {@link dev.sampan.engine.logging.LogDriver}, the contract, and {@link dev.sampan.engine.logging.LogDrivers}, which
 * finds drivers and checks their options.
 */
package dev.sampan.engine.logging;
