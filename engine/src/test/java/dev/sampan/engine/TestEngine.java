package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.Json;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.cgroup.Cgroups;
import dev.sampan.engine.container.ContainerView;
import dev.sampan.engine.container.Containers;
import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.exec.ExecConfig;
import dev.sampan.engine.exec.Execs;
import dev.sampan.engine.image.Images;
import dev.sampan.engine.storage.Layers;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.testing.BusyboxTar;
import dev.sampan.engine.volume.Volumes;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.testkit.Own;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For each test an engine with busybox in a directory of its own, of which nothing is on the host afterwards. */
final class TestEngine implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    static final String BRIDGE = "\"NetworkMode\": \"bridge\"";

    private final String name;
    private final Optional<String> size;
    private final String driver;
    private Path directory;
    private Engine engine;

    /** @param name of its bridge and its groups, beside those of other tests */
    TestEngine(String name) {
        this(name, Optional.empty(), "");
    }

    /** @param size of a file system of its own, as tmpfs takes it */
    TestEngine(String name, Optional<String> size) {
        this(name, size, "");
    }

    /** @param driver of its storage; empty for the best */
    TestEngine(String name, Optional<String> size, String driver) {
        this.driver = driver;
        this.name = name;
        this.size = size;
    }

    /** What the JVM opens once and keeps, its event loop and its interpreter, is not a leak of a test. */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        beforeEach(context);
        String id = start("sleep 1000", "\"RestartPolicy\": {\"Name\": \"no\"}");
        reopen();
        var command = new ExecConfig(
                List.of("true"), List.of(), "", "", false, false, false, false, false, "", Optional.empty());
        execs().startDetached(execs().create(id, command), Optional.empty());
        var end = containers().await(id, "");
        containers().kill(id, "");
        assertThat(end.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
        afterEach(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("sampan-test-");
        size.ifPresent(s -> Mounts.mount(Own.name(name), directory.toString(), "tmpfs", 0, "size=" + s));
        open();
        images().importTar(
                        "busybox", "latest", "-", "", List.of("CMD [\"sh\"]"), Optional.empty(), BusyboxTar.stream());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        containers().list(ListQuery.ALL).forEach(c -> containers().remove(c.id(), true, true, false));
        engine.networks().destroy();
        cgroups().removeParent();
        engine.close();
        size.ifPresent(s -> Mounts.umount2(directory.toString(), Mounts.MNT_DETACH));
        Tree.remove(directory);
    }

    /** What happens while no engine lives. */
    interface Meanwhile {
        void happens() throws Exception;
    }

    /** The next engine on the same places. */
    void reopenAfter(Meanwhile meanwhile) throws Exception {
        engine.close();
        meanwhile.happens();
        open();
    }

    void reopen() {
        engine.close();
        open();
    }

    void open() {
        var under = EngineOptions.under(directory, Own.name(name));
        engine = Engine.open(new EngineOptions(
                under.dataRoot(), under.execRoot(), driver, under.bridge(), under.bip(), under.cgroupParent()));
    }

    Engine get() {
        return engine;
    }

    /** @param host fields of a HostConfig, with which the network is none if they do not name one */
    String create(String script, String host) {
        String network = host.contains("NetworkMode") ? "" : "\"NetworkMode\": \"none\"" + (host.isEmpty() ? "" : ", ");
        return create("""
                {"Image": "busybox", "Cmd": ["sh", "-c", "%s"], "HostConfig": {%s%s}}""".formatted(script, network, host));
    }

    String create(String json) {
        var request = Json.read(json.getBytes(StandardCharsets.UTF_8), ContainerCreateRequest.class);
        return containers().create("", Optional.empty(), request).id();
    }

    String start(String script, String host) {
        String id = create(script, host);
        containers().start(id);
        return id;
    }

    /** What its state is, and what its last run has left. */
    record Seen(String status, boolean running, int pid, int exitCode, String error, Instant startedAt) {}

    Seen state(String id) {
        ContainerView view = containers().inspect(id, false);
        LastRun last = view.lastRun();
        return new Seen(
                view.state().word(),
                view.state().running(),
                view.state().pid(),
                last.exitCode(),
                last.error(),
                last.startedAt());
    }

    /** As a crash or a person does it; waits for its end. */
    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /** In the default network. */
    String address(String id) {
        return containers().inspect(id, false).file().endpoints().get("bridge").address();
    }

    Places places() {
        return engine.places();
    }

    Layers layers() {
        return engine.layers();
    }

    Images images() {
        return engine.images();
    }

    Volumes volumes() {
        return engine.volumes();
    }

    Cgroups cgroups() {
        return engine.cgroups();
    }

    Containers containers() {
        return engine.containers();
    }

    Execs execs() {
        return engine.execs();
    }
}
