/**
 * What travels over the Docker Engine API, as records, and the one place that maps them to JSON.
 *
 * <p>Start reading at {@link dev.sampan.api.Json}. Records live by area: {@code container}, {@code image}, {@code exec},
 * {@code network}, {@code system}, {@code event}; {@code version} is the one place that knows how API versions 1.24 to 1.56
 * differ.
 *
 * <p>A record is written as Docker's own Go struct is: every component is written even when it is null, unless it carries
 * {@link dev.sampan.api.OmitEmpty} (a value with Go's {@code omitempty}) or {@link dev.sampan.api.OmitNull} (a pointer
 * with {@code omitempty}). So a primitive component is a Go value, a boxed one is a Go pointer, and an explicit {@code []}
 * of a request stays {@code []} in the answer.
 *
 * <p>Reading is as strict as Go's, and faults are told in its words ({@code go}): names match without regard to case, unknown names are ignored, and a string where a
 * list is due is an error, never a list of one.
 *
 * <p>To add a field: add the component where Docker's struct has it, with its {@code @JsonProperty} name; {@code JsonTest}
 * pins the rules, the recorded answers pin the fields.
 */
@NullMarked
package dev.sampan.api;

import org.jspecify.annotations.NullMarked;
