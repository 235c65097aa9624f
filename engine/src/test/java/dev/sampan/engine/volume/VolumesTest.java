package dev.sampan.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.event.Event;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.store.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {

    @TempDir
    Path directory;

    private final Events events = new Events();
    private final Set<String> used = new TreeSet<>();
    private Volumes volumes;

    @BeforeEach
    void open() throws IOException {
        volumes = opened();
    }

    private Volumes opened() throws IOException {
        var places = new Places(directory.resolve("data"), directory.resolve("exec"));
        places.make();
        return Volumes.open(places, name -> used.contains(name) ? List.of("c1", "c0") : List.of(), events);
    }

    @Test
    void theNextEngineHasThem() throws IOException {
        var made = volumes.create("kept", "", Map.of("team", "blue"), null);
        Files.writeString(made.mountpoint().resolve("file"), "12345");
        assertThat(opened().list(Filters.NONE)).containsExactly(made);
        assertThat(opened().bytes(made)).isEqualTo(5);
    }

    @Test
    void oneInUseStays() {
        volumes.create("used", "local", null, null);
        used.add("used");
        assertThatThrownBy(() -> volumes.remove("used"))
                .isInstanceOf(Conflict.class)
                .hasMessage("remove used: volume is in use - [c1, c0]");
        assertThat(volumes.prune(Filters.NONE.and("all", "true")).names()).isEmpty();
        used.clear();
        volumes.remove("used");
        assertThat(volumes.find("used")).isEmpty();
        assertThat(directory.resolve("data/volumes/used")).doesNotExist();
    }

    @Test
    void oneOfAContainerThatIsBeingMadeIsInUse() {
        volumes.create("old", "", null, null);
        volumes.create("old", "", null, null, Optional.of("c9"));
        volumes.create("new", "", null, null, Optional.of("c9"));
        assertThatThrownBy(() -> volumes.remove("old")).hasMessage("remove old: volume is in use - [c9]");
        assertThat(volumes.prune(Filters.NONE.and("all", "1")).names()).isEmpty();
        volumes.made("c9");
        assertThat(volumes.prune(Filters.NONE.and("all", "1")).names()).containsExactly("new", "old");
    }

    @Test
    void pruneTakesTheAnonymousAndWithAllTheNamed() throws IOException {
        String anonymous = volumes.create("", "", null, null).name();
        Files.writeString(volumes.create("named", "", null, null).mountpoint().resolve("file"), "123");
        assertThat(volumes.prune(Filters.NONE)).isEqualTo(new Volumes.Pruned(List.of(anonymous), 0));
        assertThat(volumes.prune(Filters.NONE.and("all", "1"))).isEqualTo(new Volumes.Pruned(List.of("named"), 3));
    }

    @Test
    void whatHappensIsToldOnce() {
        volumes.create("told", "", null, null);
        volumes.create("told", "", null, null);
        volumes.remove("told");
        assertThat(events.past(Instant.MIN, Instant.MAX, event -> true))
                .extracting(Event::action, Event::id, Event::attributes)
                .containsExactly(
                        tuple("create", "told", Map.of("driver", "local")),
                        tuple("destroy", "told", Map.of("driver", "local")));
    }

    @Test
    void danglingIsWhatNobodyUses() {
        volumes.create("free", "", null, null);
        volumes.create("used", "", null, null);
        used.add("used");
        assertThat(volumes.list(Filters.NONE.and("dangling", "true")))
                .extracting(Volume::name)
                .containsExactly("free");
        assertThat(volumes.list(Filters.NONE.and("dangling", "0")))
                .extracting(Volume::name)
                .containsExactly("used");
        assertThatThrownBy(() -> volumes.list(Filters.NONE.and("dangling", "perhaps")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("invalid filter 'dangling=[perhaps]'");
    }

    @Test
    void optionsWithoutEffectAreRefused() {
        refused(Map.of("size", "10m"), "quota size requested but no quota support");
        refused(Map.of("type", "tmpfs"), "missing required option: \"device\"");
        refused(Map.of("device", "tmpfs"), "missing required option: \"type\"");
        refused(Map.of("o", "ro"), "missing required option: \"device\"");
        refused(Map.of("nosuch", "x"), "invalid option: \"nosuch\"");
    }

    private void refused(Map<String, String> options, String why) {
        assertThatThrownBy(() -> volumes.create("wrong", "", null, options))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("create wrong: " + why);
        assertThat(volumes.find("wrong")).isEmpty();
    }
}
