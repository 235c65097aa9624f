package dev.sampan.api.exec;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /containers/x/exec}.
 *
 * @param consoleSize height and width
 */
public record ExecCreateRequest(
        @JsonProperty("User") @OmitEmpty @Nullable String user,
        @JsonProperty("Privileged") boolean privileged,
        @JsonProperty("Tty") boolean tty,
        @JsonProperty("ConsoleSize") @OmitEmpty @Nullable List<Long> consoleSize,
        @JsonProperty("AttachStdin") boolean attachStdin,
        @JsonProperty("AttachStderr") boolean attachStderr,
        @JsonProperty("AttachStdout") boolean attachStdout,
        @JsonProperty("DetachKeys") @OmitEmpty @Nullable String detachKeys,
        @JsonProperty("Env") @OmitEmpty @Nullable List<String> env,
        @JsonProperty("WorkingDir") @OmitEmpty @Nullable String workingDir,
        @JsonProperty("Cmd") @Nullable List<String> cmd) {}
