package dev.sampan.engine;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.container.Containers;
import dev.sampan.engine.container.Running;
import dev.sampan.engine.exec.Host;
import dev.sampan.engine.exec.Hosts;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.process.LiveRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Containers as execs want them: neighbours in one layer do not know each other. */
record ExecHosts(Containers containers) implements Hosts {

    @Override
    public Host running(String reference) {
        return new ContainerHost(containers.running(reference));
    }

    @Override
    public Optional<LiveRecord.Id> run(String containerId) {
        return containers.run(containerId);
    }

    private record ContainerHost(Running container) implements Host {

        @Override
        public String id() {
            return container.id();
        }

        @Override
        public <T> T unfrozen(Supplier<T> start) {
            return container.unfrozen(start);
        }

        @Override
        public LiveRecord live() {
            return container.live();
        }

        @Override
        public Process process() {
            return container.process();
        }

        @Override
        public String user() {
            return container.user();
        }

        @Override
        public List<String> groupAdd() {
            return container.groupAdd();
        }

        @Override
        public Optional<Join> cgroup() {
            return container.cgroup();
        }

        @Override
        public Optional<byte[]> seccomp() {
            return container.seccomp();
        }

        @Override
        public List<String> environment(boolean terminal, List<String> changes, String home) {
            return container.environment(terminal, changes, home);
        }

        @Override
        public void tell(String action, Map<String, String> attributes) {
            container.tell(action, attributes);
        }
    }
}
