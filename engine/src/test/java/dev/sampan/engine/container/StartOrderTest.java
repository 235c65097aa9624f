package dev.sampan.engine.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.Json;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.store.Places;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartOrderTest {

    @TempDir
    Path root;

    private ContainerTable table;

    @BeforeEach
    void open() {
        table = new ContainerTable(new Places(root, root));
    }

    private Container add(String name, String hostConfig) {
        String id = name.repeat(64).substring(0, 64);
        String json = """
                {"id": "%s", "name": "/%s", "created": "2026-11-21T10:00:00Z", "image": "", "config": {"ExposedPorts": {"80/tcp": {}}}, "hostConfig": {%s}}""".formatted(id, name, hostConfig);
        var container = new Container(table, Json.read(json.getBytes(StandardCharsets.UTF_8), ContainerFile.class));
        table.reserve("/" + name, id);
        table.add(container);
        return container;
    }

    private List<String> order(Container... containers) {
        return new StartOrder(table)
                .of(Arrays.asList(containers)).stream()
                        .map(container -> container.file().name())
                        .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"NetworkMode\": \"container:b\"",
                "\"PidMode\": \"container:b\"",
                "\"IpcMode\": \"container:b\"",
                "\"Links\": [\"b:alias\"]"
            })
    void whoIsReferredToComesFirst(String reference) {
        Container a = add("a", reference);
        Container b = add("b", "\"NetworkMode\": \"container:" + "c".repeat(64) + "\"");
        Container c = add("c", "");
        assertThat(order(a, b, c)).containsExactly("/c", "/b", "/a");
        assertThat(order(b, c, a)).containsExactly("/c", "/b", "/a");
    }

    @Test
    void whoIsNotToBeStartedIsNot() {
        Container a = add("a", "\"NetworkMode\": \"container:b\", \"PidMode\": \"container:gone\"");
        add("b", "");
        assertThat(order(a)).containsExactly("/a");
    }

    @Test
    void twoThatReferToEachOtherAreBothThere() {
        Container a = add("a", "\"NetworkMode\": \"container:b\"");
        Container b = add("b", "\"PidMode\": \"container:a\"");
        assertThat(order(a, b)).containsExactlyInAnyOrder("/a", "/b");
    }

    @Test
    void portsThatAreNamedComeBeforeThoseThatAreChosen() {
        Container any = add("a", "\"PortBindings\": {\"80/tcp\": [{\"HostIp\": \"\", \"HostPort\": \"\"}]}");
        Container range = add("b", "\"PortBindings\": {\"80/tcp\": [{\"HostIp\": \"\", \"HostPort\": \"80-90\"}]}");
        Container all = add("c", "\"PublishAllPorts\": true");
        Container named = add("d", "\"PortBindings\": {\"80/tcp\": [{\"HostIp\": \"\", \"HostPort\": \"32768\"}]}");
        Container none = add("e", "");
        assertThat(order(any, range, all, named, none)).containsExactly("/d", "/e", "/a", "/b", "/c");
    }
}
