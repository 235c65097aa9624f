package dev.sampan.engine.exec;

import java.util.Optional;

/**
 * What {@code GET /exec/x/json} tells.
 *
 * @param detachKeys as bytes; empty when none were given
 * @param exitCode empty before the end
 * @param pid on the host; 0 while there is none
 */
public record ExecDetails(
        String id,
        String containerId,
        ExecConfig config,
        byte[] detachKeys,
        boolean running,
        Optional<Integer> exitCode,
        int pid) {}
