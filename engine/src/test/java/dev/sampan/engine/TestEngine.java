package dev.sampan.engine;

import dev.sampan.engine.container.ListQuery;
import dev.sampan.engine.testing.BusyboxTar;
import dev.sampan.testkit.Own;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An engine below a test's directory, with busybox; and its end, after which nothing of it is on the host. */
final class TestEngine {

    private TestEngine() {}

    static Engine open(Path directory, String name) throws IOException {
        Engine engine = Engine.open(EngineOptions.under(directory, Own.name(name)));
        engine.images()
                .importTar(
                        "busybox", "latest", "-", "", List.of("CMD [\"sh\"]"), Optional.empty(), BusyboxTar.stream());
        return engine;
    }

    static void close(Engine engine) {
        engine.containers().list(ListQuery.ALL).forEach(c -> engine.containers().remove(c.id(), true, true, false));
        engine.networks().destroy();
        engine.cgroups().removeParent();
        engine.close();
    }
}
