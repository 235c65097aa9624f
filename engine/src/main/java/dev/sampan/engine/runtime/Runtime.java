package dev.sampan.engine.runtime;

import dev.sampan.engine.process.Live;

/** Makes processes: a container's first, and further ones in it. Safe for use by many threads. */
public final class Runtime {

    /**
     * Returns when the command runs (its execve has succeeded). On failure nothing is left: no process, no descriptor, no mount; the
     * cgroup stays the caller's.
     *
     * @throws LaunchFailure when a step of the launch failed, with Docker's text and exit code
     */
    public Live launch(LaunchRequest request) {
        throw new IllegalStateException("launch is not there yet: " + request.id());
    }

    /** The same for a further process in a running container. */
    public Live exec(ExecRequest request) {
        throw new IllegalStateException("exec is not there yet: " + request.id());
    }
}
