/**
 * The faults of a JSON body, in the words of Go's {@code encoding/json}: clients and people know Docker's texts.
 *
 * <p>Start reading at {@link dev.sampan.api.go.GoDecoder}. {@code GoSyntax} is Go's scanner, whose faults come first; then
 * {@code GoTypes}, read from {@code requests.go} in the resources, says which value may stand where, and {@code GoText} parses the
 * addresses and ports that Docker's types parse themselves. {@code GoDecoderTest} holds all texts against a real Go program.
 *
 * <p>To add a request or a field: add it to {@code requests.go} as Docker declares it.
 */
@NullMarked
package dev.sampan.api.go;

import org.jspecify.annotations.NullMarked;
