package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.archive.TarLimits;
import dev.sampan.engine.archive.TarReader;
import dev.sampan.testkit.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsRoot
@Timeout(60)
class ExportTest {

    @RegisterExtension
    static final TestEngine engine = new TestEngine("export");

    private List<String> exported(String id) throws IOException {
        var out = new ByteArrayOutputStream();
        engine.containers().export(id, out, () -> {});
        var names = new ArrayList<String>();
        var tar = new TarReader(new ByteArrayInputStream(out.toByteArray()), TarLimits.DEFAULT);
        for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            names.add(entry.get().name());
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount -t proc over /",
                "mount -t tmpfs over /",
                "mount -t tmpfs over /tmp; busybox mkdir /tmp/old; cd /tmp; busybox pivot_root . old"
            })
    void isOfTheContainersFilesWhateverItHasMountedAtItsRoot(String mounts) throws Exception {
        String id = engine.start(
                "echo mine > /own; busybox mount -t tmpfs before /root; busybox " + mounts + "; exec sleep 1000",
                "\"CapAdd\": [\"SYS_ADMIN\"]");
        Path table = Path.of("/proc/" + engine.state(id).pid() + "/mountinfo");
        while (!Files.readString(table).contains(" over ")) {
            Thread.onSpinWait();
        }
        assertThat(exported(id)).contains("own", "bin/busybox").doesNotContain("1/stat");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTheSameOfAContainerThatRunsAndOfOneThatDoesNot(boolean running) throws Exception {
        String id = engine.start("echo mine > /own; exec sleep 1000", "");
        while (!Files.exists(Path.of("/proc/" + engine.state(id).pid() + "/root/own"))) {
            Thread.onSpinWait();
        }
        if (!running) {
            engine.containers().kill(id, "");
        }
        assertThat(exported(id)).contains("own", "bin/busybox");
    }
}
