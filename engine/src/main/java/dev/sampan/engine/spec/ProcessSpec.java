package dev.sampan.engine.spec;

import dev.sampan.engine.oci.Process;
import java.util.List;

/**
 * A container's first process.
 *
 * @param command the program and its arguments
 * @param environment {@code NAME=value} over what every process has; a name alone takes a variable away
 * @param workingDirectory absolute
 * @param user as {@link dev.sampan.engine.security.UserSpec} reads it: it is looked up in the container's own files
 * @param groups further ones, by name or number
 * @param terminal its size at first; 0 by 0 where nobody knows it
 * @param stdin whether somebody may write to it
 * @param stdinOnce its input ends with that of the first client
 * @param init a process of the engine's is the first one, and reaps for this one
 * @param limits of setrlimit(2)
 * @param oomScoreAdjustment -1000 to 1000 (proc(5), oom_score_adj)
 */
public record ProcessSpec(
        List<String> command,
        List<String> environment,
        String workingDirectory,
        String user,
        List<String> groups,
        boolean hasTerminal,
        Process.ConsoleSize terminal,
        boolean stdin,
        boolean stdinOnce,
        boolean init,
        List<Process.Rlimit> limits,
        int oomScoreAdjustment) {

    public ProcessSpec {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        groups = List.copyOf(groups);
        limits = List.copyOf(limits);
    }
}
