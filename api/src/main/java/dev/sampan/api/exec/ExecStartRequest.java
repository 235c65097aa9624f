package dev.sampan.api.exec;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /exec/x/start}.
 *
 * @param consoleSize height and width
 */
public record ExecStartRequest(
        @JsonProperty("Detach") boolean detach,
        @JsonProperty("Tty") boolean tty,
        @JsonProperty("ConsoleSize") @OmitEmpty @Nullable List<Long> consoleSize) {}
