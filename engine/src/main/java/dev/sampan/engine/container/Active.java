package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.network.Sandbox;
import dev.sampan.engine.process.Live;
import java.util.Optional;

/** What a running container consists of. */
record Active(Live live, Optional<Cgroup> cgroup, Optional<Sandbox> sandbox) {}
