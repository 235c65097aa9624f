package dev.sampan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.testkit.NeedsRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@NeedsRoot
class HelloImageTest extends ImagesInAFolder {

    @Test
    void isThereWhenAskedForAndNotBefore() {
        assertThat(images.list(Filters.NONE)).isEmpty();
        Image hello = images.get("hello");
        assertThat(hello.config().cmd()).contains(List.of("/hello"));
        assertThat(images.list(Filters.NONE)).extracting(ImageSummary::id).containsExactly(hello.id());
        images.remove("hello", false);
        assertThat(images.list(Filters.NONE)).isEmpty();
        assertThat(images.get("hello").id()).as("made again, the same").isEqualTo(hello.id());
    }

    @Test
    void itsProgramExplainsItself() throws Exception {
        layers.createWritable(new LayerId("c"), images.unpacked(images.get("hello")));
        Path program = folder.resolve("hello");
        try (Fd file = layers.openFile(new LayerId("c"), "hello").orElseThrow()) {
            Files.copy(Path.of(file.path()), program);
        }
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Process run = new ProcessBuilder(program.toString()).start();
        String text = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).isZero();
        assertThat(text).startsWith("Hello from Sampan!").contains("sampan explain run hello");
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aUsersImageOfThatNameGoesBeforeIt() {
        Digest own = images.importTar(
                "hello", "", "-", "", List.of(), Optional.empty(), new TarBuilder().file("a", "").stream());
        assertThat(images.get("hello").id()).isEqualTo(own);
    }
}
