package dev.sampan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.archive.Tree;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.testkit.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

@NeedsRoot
class ImportTest extends ImagesInAFolder {

    @Test
    void makesAnImageOfATar() {
        var id = imported("busybox", new TarBuilder().file("bin/sh", "#!").stream(), "CMD [\"sh\"]", "ENV A=1");

        Image image = images.get("busybox");
        assertThat(image.id()).isEqualTo(id);
        assertThat(image.config().cmd()).contains(List.of("sh"));
        assertThat(image.config().env()).containsExactly("A=1");
        assertThat(images.get(id.shortHex()).id()).isEqualTo(id);

        layers.createWritable(new LayerId("c"), images.unpacked(image));
        try (var tree = layers.openTree(new LayerId("c"))) {
            assertThat(Tree.stat(tree, "bin/sh")).isPresent();
        }
    }

    @Test
    void aPackedTarHasTheSameLayer() throws IOException {
        byte[] tar = new TarBuilder().file("a", "b").bytes();
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar);
        }
        imported("plain", new ByteArrayInputStream(tar));
        imported("packed", new ByteArrayInputStream(packed.toByteArray()));
        assertThat(images.get("packed").layers()).isEqualTo(images.get("plain").layers());
    }

    @Test
    void anEmptyStreamIsAnImageWithoutFiles() {
        imported("empty", InputStream.nullInputStream());
        assertThat(images.get("empty").layers()).hasSize(1);
    }

    @Test
    void whatIsNoTarLeavesNothing() throws IOException {
        var text = new ByteArrayInputStream("this is no tar\n".repeat(100).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> imported("text", text)).isInstanceOf(SystemFailure.class);
        assertThatThrownBy(() -> images.get("text")).isInstanceOf(NotFound.class);
        assertThat(files(folder.resolve("content/blobs"))).isEmpty();
        assertThat(files(folder.resolve("content/ingest"))).isEmpty();
        assertThat(layers.readOnly()).isEmpty();
    }

    @Test
    void badNamesAndChangesAreRefusedBeforeAnythingIsRead() {
        assertThatThrownBy(() -> imported("BAD", broken()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("invalid reference format: repository name (library/BAD) must be lowercase");
        assertThatThrownBy(() -> imported("x", broken(), "RUN true"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("RUN is not a valid change command");
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("this must not be read");
            }
        };
    }

    private Digest imported(String name, InputStream tar, String... changes) {
        return images.importTar(name, "", "-", "", List.of(changes), Optional.empty(), tar);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
