/**
 * Part of the build, not of the product: what a daemon is asked while the JVM writes down which classes and methods it needs.
 *
 * <p>Start reading at {@link dev.sampan.training.Training}; build-support/train-daemon.sh starts the daemon, runs it, and ends the daemon.
 * It is a client in a process of its own, since a start-up cache holds for exactly the jars that the daemon was trained with.
 */
@NullMarked
package dev.sampan.training;

import org.jspecify.annotations.NullMarked;
