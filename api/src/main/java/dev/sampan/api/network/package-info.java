/**
 * Wire records of {@code /networks}.
 *
 * <p>Start reading at {@link dev.sampan.api.network.NetworkInspect}: the answer of list and inspect; they differ in which parts are
 * there. What a container says of its networks is {@code dev.sampan.api.container.EndpointSettings}.
 */
@NullMarked
package dev.sampan.api.network;

import org.jspecify.annotations.NullMarked;
