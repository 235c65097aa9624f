package dev.sampan.engine.container;

import dev.sampan.engine.network.Sandbox;
import dev.sampan.engine.process.LiveRecord;
import java.util.Optional;

/**
 * What the next daemon needs to take up a running container: kept below the exec root, where a reboot forgets it with the process.
 *
 * @param cgroup its path, empty without one
 */
record Session(LiveRecord live, String cgroup, Optional<Sandbox> sandbox) {}
