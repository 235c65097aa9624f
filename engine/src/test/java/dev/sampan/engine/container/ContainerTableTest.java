package dev.sampan.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.api.Json;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.store.Places;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerTableTest {

    private static final String ONE = "ab".repeat(32);
    private static final String TWO = "ac".repeat(32);

    @TempDir
    Path root;

    private Places places;
    private ContainerTable table;

    @BeforeEach
    void open() {
        places = new Places(root, root);
        table = new ContainerTable(places);
    }

    private void add(String id, String name) throws IOException {
        String json = """
                {"id": "%s", "name": "%s", "created": "2026-11-21T10:00:00Z", "image": "",
                 "config": {}, "hostConfig": {}}""".formatted(id, name);
        var file = Json.read(json.getBytes(StandardCharsets.UTF_8), ContainerFile.class);
        Files.createDirectories(places.container(id));
        table.write(file);
        table.reserve(name, id);
        table.add(new Container(table, file));
    }

    @Test
    void findsByIdNameAndUnambiguousPrefix() throws IOException {
        add(ONE, "/one");
        add(TWO, "/two");
        assertThat(table.get(ONE).id).isEqualTo(ONE);
        assertThat(table.get("one").id).isEqualTo(ONE);
        assertThat(table.get("/two").id).isEqualTo(TWO);
        assertThat(table.get("ab").id).isEqualTo(ONE);
        assertThatThrownBy(() -> table.get("a"))
                .isInstanceOf(EngineException.InvalidRequest.class)
                .hasMessage("multiple IDs found with provided prefix: a");
        assertThatThrownBy(() -> table.get("x"))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("No such container: x");
    }

    @Test
    void anIdWinsOverAName() throws IOException {
        add(ONE, "/one");
        add(TWO, "/" + ONE);
        assertThat(table.get(ONE).id).isEqualTo(ONE);
    }

    @Test
    void loadsWhatIsWholeAndSetsABrokenFileAside() throws IOException {
        add(ONE, "/one");
        Path broken = Files.createDirectories(places.container(TWO)).resolve("container.json");
        Files.writeString(broken, "{\"id\": \"" + TWO);
        var next = new ContainerTable(places);
        next.load();
        assertThat(next.all()).hasSize(1);
        assertThat(next.get("one").id).isEqualTo(ONE);
        assertThat(broken).doesNotExist();
        assertThat(broken.resolveSibling("container.json.damaged")).exists();
        assertThat(next.unreadable()).containsExactly(TWO);
    }
}
