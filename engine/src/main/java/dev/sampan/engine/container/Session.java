package dev.sampan.engine.container;

import static java.util.Objects.requireNonNull;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.network.Sandbox;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.store.Records;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the next daemon needs to take up a running container: kept below the exec root, where a reboot forgets it with the process.
 *
 * @param cgroup its path, empty without one
 */
record Session(LiveRecord live, String cgroup, Optional<Sandbox> sandbox) {

    private static final Logger LOG = System.getLogger(Session.class.getName());

    private static final String NAME = "session.json";
    private static final Records<Session> RECORDS = new Records<>(Session.class, 1);

    Session {
        requireNonNull(live, "live");
        cgroup = cgroup == null ? "" : cgroup;
        sandbox = sandbox == null ? Optional.empty() : sandbox;
    }

    void write(Path directory) {
        try {
            RECORDS.write(directory.resolve(NAME), this);
        } catch (IOException e) {
            throw new SystemFailure("write " + directory.resolve(NAME) + ": " + Cause.reason(e), e);
        }
    }

    /** A second time: without it the next daemon could not go on with a process that runs. */
    void copy(Path directory) {
        try {
            RECORDS.copy(directory.resolve(NAME), this);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "copy of " + directory.resolve(NAME) + ": " + e.getMessage());
        }
    }

    static Optional<Session> read(Path directory) {
        return RECORDS.readOrCopy(directory.resolve(NAME));
    }
}
