package dev.sampan.engine.image;

import dev.sampan.engine.archive.TarEntry;
import dev.sampan.engine.archive.TarWriter;
import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The built-in image {@code hello}, made of one small program when somebody first asks for it: a first run needs no network. Until then it takes no
 * room and is in no list. An image of that name that the user brought goes before it.
 */
final class HelloImage {

    private static final String NAME = "docker.io/library/hello:latest";
    /** Fixed, so that the same version has the same id everywhere. */
    private static final Instant CREATED = Instant.parse("2026-11-21T00:00:00Z");

    private final ImageStore store;

    HelloImage(ImageStore store) {
        this.store = store;
    }

    static boolean is(Reference name) {
        return name.toString().equals(NAME);
    }

    /** Empty on an architecture that it was not compiled for. */
    Optional<Entry> make() throws IOException {
        String machine = Platform.host().architecture().equals("arm64") ? "aarch64" : "x86_64";
        try (InputStream program = HelloImage.class.getResourceAsStream("hello-" + machine)) {
            if (program == null) {
                return Optional.empty();
            }
            var request = new Import.Request(
                    Optional.of(Reference.parse("hello").orLatest()),
                    "the sampan daemon",
                    "built into Sampan",
                    List.of("CMD [\"/hello\"]"),
                    Optional.empty());
            Digest id = new Import(store).run(request, new ByteArrayInputStream(tar(program.readAllBytes())), CREATED);
            return store.index().of(id).stream()
                    .filter(entry -> entry.name().equals(NAME))
                    .findFirst();
        }
    }

    private static byte[] tar(byte[] program) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var tar = new TarWriter(bytes);
        tar.begin(new TarEntry(
                "hello",
                TarEntry.Type.FILE,
                "",
                0755,
                0,
                0,
                program.length,
                CREATED.getEpochSecond(),
                0,
                0,
                0,
                Map.of(),
                List.of()));
        tar.write(program, 0, program.length);
        tar.finish();
        return bytes.toByteArray();
    }
}
