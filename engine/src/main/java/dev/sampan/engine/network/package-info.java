/**
 * Networks of containers: which there are, who is on them, and under which addresses and ports.
 *
 * <p>Start reading at {@link dev.sampan.engine.network.Networks}: prepare, join, release.
 */
package dev.sampan.engine.network;
