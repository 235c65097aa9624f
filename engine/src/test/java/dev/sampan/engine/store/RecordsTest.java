package dev.sampan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.sampan.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {

    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    record Inner(String mode) {}

    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    record Thing(String name, Inner inner, Map<String, String> labels) {}

    @TempDir
    Path directory;

    private Path file;
    private final Records<Thing> records = new Records<>(Thing.class, 2);

    private static final Thing THING = new Thing("a", new Inner("ro"), Map.of("k", "v"));

    @BeforeEach
    void name() {
        file = directory.resolve("thing.json");
    }

    @Test
    void aRecordIsWrittenWithItsSchemaAndReadAgain() throws IOException {
        records.replace(file, THING);
        assertThat(Json.tree(Files.readAllBytes(file)).path("schema").asInt()).isEqualTo(2);
        assertThat(records.read(file)).contains(THING);
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        try (var all = Files.list(directory)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void aFileWithoutASchemaIsOfTheFirst() throws IOException {
        Files.writeString(file, """
                {"name":"a","inner":{"mode":"ro"},"labels":{"k":"v"}}""");
        assertThat(new Records<>(Thing.class, 1).read(file)).contains(THING);
        assertThat(records.read(file)).contains(THING);
    }

    @Test
    void oneOfALaterSchemaIsSetAsideAndNotMisread() throws IOException {
        Files.writeString(file, """
                {"schema":3,"name":"a"}""");
        assertThat(records.read(file)).isEmpty();
        assertThat(directory.resolve("thing.json.damaged")).hasContent("""
                {"schema":3,"name":"a"}""");
        assertThat(StateFile.isDamaged(file)).isTrue();
    }

    @Test
    void aDamagedOneIsSetAside() throws IOException {
        for (String content : new String[] {"", "{\"name\":", "[]", "7", "{\"name\":1}"}) {
            Files.writeString(file, content);
            assertThat(records.read(file)).as(content).isEmpty();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void whatALaterEngineWroteSurvivesARewriteAlsoInside() throws IOException {
        Files.writeString(file, """
                {"name":"a","later":[1,{"x":2}],"inner":{"mode":"ro","deep":true},"labels":{"k":"v"}}""");
        Thing read = records.read(file).orElseThrow();
        records.replace(file, new Thing("b", read.inner(), Map.of()));
        assertThat(Files.readString(file)).isEqualTo("""
                {"schema":2,"name":"b","inner":{"mode":"ro","deep":true},"labels":{},"later":[1,{"x":2}]}""");
        assertThat(new Records<>(Thing.class, 2).read(file)).contains(new Thing("b", new Inner("ro"), Map.of()));
    }

    @Test
    void aRecordThatWasDeletedLeavesNothingToTheNextOfItsName() throws IOException {
        Files.writeString(file, """
                {"name":"a","later":1,"inner":{"mode":"ro"},"labels":{}}""");
        records.read(file);
        records.delete(file);
        records.replace(file, THING);
        assertThat(Files.readString(file)).doesNotContain("later");
    }

    @Test
    void aLostOneIsReplacedByItsCopy() throws IOException {
        records.replace(file, THING);
        records.copy(file, THING);
        Files.delete(file);
        assertThat(records.readOrCopy(file)).contains(THING);
        assertThat(records.read(file)).contains(THING);
    }
}
