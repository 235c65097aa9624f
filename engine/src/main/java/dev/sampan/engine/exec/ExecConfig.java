package dev.sampan.engine.exec;

import dev.sampan.engine.oci.Process.ConsoleSize;
import java.util.List;
import java.util.Optional;

/**
 * What {@code POST /containers/x/exec} asks for.
 *
 * @param detachKeys as written; empty is the default
 * @param user empty is the container's
 * @param workingDir empty is the container's
 */
public record ExecConfig(
        List<String> cmd,
        List<String> env,
        String user,
        String workingDir,
        boolean privileged,
        boolean tty,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        String detachKeys,
        Optional<ConsoleSize> consoleSize) {

    public ExecConfig {
        cmd = List.copyOf(cmd);
        env = List.copyOf(env);
    }
}
