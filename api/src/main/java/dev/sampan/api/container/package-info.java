/**
 * Wire records of containers: create requests, inspect and list answers, and what they are made of.
 *
 * <p>Start reading at {@link dev.sampan.api.container.ContainerCreateRequest}. The engine uses {@link
 * dev.sampan.api.container.ContainerConfig} and {@link dev.sampan.api.container.HostConfig} too, where a container is made or changed (ADR 14),
 * because Docker gives back what it was given: an explicit empty list stays one, an absent list stays null. Text is never
 * null here, absent text is "". The shape is the newest API version's; the server edits answers for older ones.
 */
@org.jspecify.annotations.NullMarked
package dev.sampan.api.container;
