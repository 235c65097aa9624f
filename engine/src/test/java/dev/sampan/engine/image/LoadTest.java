package dev.sampan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.filter.Filters;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.testkit.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@NeedsRoot
class LoadTest extends ImagesInAFolder {

    private static final byte[] LAYER = new TarBuilder().file("hello", "world").bytes();

    @Test
    void severalImagesOfOneArchiveShareTheirLayers() throws IOException {
        byte[] config = config(LAYER);
        byte[] other = new String(config, StandardCharsets.UTF_8)
                .replace("linux\"", "linux\",\"author\":\"me\"")
                .getBytes(StandardCharsets.UTF_8);
        byte[] archive = new TarBuilder()
                .file("a.json", config, 0644, 0, 0)
                .file("b.json", other, 0644, 0, 0)
                .file("x/layer.tar", LAYER, 0644, 0, 0)
                .symlink("y/layer.tar", "../x/layer.tar")
                .file(
                        "manifest.json",
                        "[{\"Config\":\"a.json\",\"RepoTags\":[\"l:1\",\"l:2\"],\"Layers\":[\"x/layer.tar\"]},"
                                + "{\"Config\":\"b.json\",\"RepoTags\":null,\"Layers\":[\"y/layer.tar\"]}]")
                .bytes();
        assertThat(load(archive))
                .extracting(LoadedImage::shown)
                .startsWith("l:1", "l:2")
                .hasSize(3);
        assertThat(images.list(Filters.NONE)).hasSize(2);
        assertThat(layers.readOnly())
                .as("the layer, and what containers stand on")
                .hasSize(2);
    }

    @Test
    void whatIsSavedIsLoadedUnderTheSameId() throws IOException {
        load(docker(config(LAYER), LAYER, "a:1"));
        Digest id = images.get("a:1").id();
        var saved = new ByteArrayOutputStream();
        try (var saving = images.save(List.of("a:1"), List.of())) {
            saving.writeTo(saved);
        }
        images.remove("a:1", false);
        nothingIsThere();
        load(saved.toByteArray());
        assertThat(images.get("a:1").id()).isEqualTo(id);
    }

    @Test
    void hostileAndBrokenArchivesLeaveNothing() throws IOException {
        byte[] layer = new TarBuilder().file("../../escape", "x").bytes();
        refused(docker(config(layer), layer, "bad:1"), "leads out of its directory");
        refused(docker(config(LAYER), layer, "bad:1"), "");
        refused(docker(config(new byte[10]), LAYER, "bad:1"), "wrong diff id");
        refused(docker("{not json".getBytes(StandardCharsets.UTF_8), LAYER, "bad:1"), "invalid JSON");
        refused(docker("[]".getBytes(StandardCharsets.UTF_8), LAYER, "bad:1"), "");
        refused(docker(config(LAYER), LAYER, "BAD:1"), "must be lowercase");
        refused(docker(config(LAYER, LAYER), LAYER, "bad:1"), "has 1 layers, but its configuration names 2");
        refused(docker(config(), LAYER, "bad:1"), "has 1 layers, but its configuration names 0");
        refused(withoutItsLayer(), "is not complete in the archive");
        refused(
                new TarBuilder()
                        .file("manifest.json", "[{\"Config\":\"none\",\"Layers\":[]}]")
                        .bytes(),
                "not found");
        refused(new TarBuilder().file("hello", "x").bytes(), "unrecognized image format");
        refused(new byte[0], "unrecognized image format");
        refused(
                new TarBuilder()
                        .file("oci-layout", "{}")
                        .file(
                                "index.json",
                                "{\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:"
                                        + "1".repeat(64) + "\",\"size\":1}]}")
                        .bytes(),
                "not found");
        nothingIsThere();
    }

    @Test
    void anArchiveWithOneBadImageBringsNoneOfItsImages() throws IOException {
        byte[] archive = new TarBuilder()
                .file("a.json", config(LAYER), 0644, 0, 0)
                .file("layer", LAYER, 0644, 0, 0)
                .file(
                        "manifest.json",
                        "[{\"Config\":\"a.json\",\"RepoTags\":[\"good:1\"],\"Layers\":[\"layer\"]},"
                                + "{\"Config\":\"missing.json\",\"RepoTags\":[\"bad:1\"],\"Layers\":[]}]")
                .bytes();
        refused(archive, "not found");
        assertThatThrownBy(() -> images.get("good:1")).isInstanceOf(NotFound.class);
        nothingIsThere();
    }

    @Test
    void anyCutAndAnyDamageEndsInAnImageOrNothing() throws IOException {
        long seed = Long.getLong("sampan.seed", System.nanoTime());
        System.out.println("LoadTest seed " + seed);
        var random = new Random(seed);
        byte[] whole = docker(config(LAYER), LAYER, "f:1");
        for (int i = 0; i < 60; i++) {
            byte[] archive = Arrays.copyOf(whole, random.nextBoolean() ? whole.length : random.nextInt(whole.length));
            for (int k = random.nextInt(6); k > 0 && archive.length > 0; k--) {
                archive[random.nextInt(archive.length)] = (byte) random.nextInt();
            }
            try {
                load(archive);
                images.prune(Filters.NONE.and("dangling", "false"));
            } catch (EngineException refused) {
                assertThat(refused).as("seed " + seed).hasMessageNotContaining("Exception");
            }
            nothingIsThere();
        }
    }

    /** What BuildKit makes with provenance or an SBOM; its configuration may be anything, {@code {}} included. */
    @Test
    void anAttestationIsCarriedAndNotRun() throws IOException {
        byte[] archive = layout(indexWithAttestation(), "att:1");

        assertThat(load(archive)).extracting(LoadedImage::shown).containsExactly("att:1");
        assertThat(images.list(Filters.NONE).getFirst().manifests())
                .extracting(ImageSummary.ManifestSummary::attestation)
                .containsExactly(false, true);
        var saved = new ByteArrayOutputStream();
        try (var saving = images.save(List.of("att:1"), List.of())) {
            saving.writeTo(saved);
        }
        assertThat(saved.toString(StandardCharsets.ISO_8859_1)).contains("in-toto.io/Statement");
        images.prune(Filters.NONE.and("dangling", "false"));
        nothingIsThere();
    }

    @Test
    void anIndexInAnIndexIsTheImagesOfBoth() throws IOException {
        byte[] inner = indexWithAttestation();
        byte[] outer = index("{\"mediaType\":\"" + INDEX + "\"," + digest(inner) + "}");

        load(layout(outer, "nested:1", inner));

        assertThat(images.get("nested:1").layers()).isNotEmpty();
        var saved = new ByteArrayOutputStream();
        try (var saving = images.save(List.of("nested:1"), List.of())) {
            saving.writeTo(saved);
        }
        images.remove("nested:1", false);
        nothingIsThere();
        load(saved.toByteArray());
        assertThat(images.get("nested:1").layers()).isNotEmpty();
    }

    @Test
    void aChainOfIndexesIsRefused() throws IOException {
        var blobs = new ArrayList<byte[]>(List.of(indexWithAttestation()));
        for (int i = 0; i < 5_000; i++) {
            blobs.add(index("{\"mediaType\":\"" + INDEX + "\"," + digest(blobs.getLast()) + "}"));
        }

        refused(layout(blobs.getLast(), "chain:1", blobs.toArray(byte[][]::new)), "lies in 16 others");
        nothingIsThere();
    }

    @Test
    void sizesAreThoseOfTheFilesWhateverTheArchiveSays() throws IOException {
        for (long claimed : new long[] {1L << 62, -1, 1}) {
            load(layoutClaiming(claimed, 1L << 62));
            var image = images.list(Filters.NONE).getFirst();
            long blobs = 0;
            try (Stream<Path> files = Files.list(folder.resolve("content/blobs/sha256"))) {
                for (Path file : files.toList()) {
                    blobs += Files.size(file);
                }
            }
            long unpacked =
                    layers.usage(images.get("claims:1").layers().getFirst()).bytes();
            assertThat(image.size()).isEqualTo(blobs + unpacked);
            images.remove("claims:1", false);
            nothingIsThere();
        }
    }

    /** As containerd refuses it; of what lies below, it looks at digests alone. */
    @Test
    void anImageOfNoSizeIsRefused() throws IOException {
        refused(layoutClaiming(1, 0), "Target.Size must be greater than zero: invalid argument");
        refused(layoutClaiming(1, -1), "Target.Size must be greater than zero: invalid argument");
        nothingIsThere();
    }

    private static byte[] layoutClaiming(long below, long target) {
        byte[] config = config(LAYER);
        byte[] manifest = bytes(
                new String(imageManifest(), StandardCharsets.UTF_8).replaceAll("\"size\":[0-9]+", "\"size\":" + below));
        String image = descriptor("manifest", manifest).replaceAll("\"size\":[0-9]+}", "\"size\":" + target)
                + ",\"annotations\":{\"io.containerd.image.name\":\"claims:1\"}}";
        var tar = new TarBuilder()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file("index.json", "{\"schemaVersion\":2,\"manifests\":[" + image + "]}");
        for (byte[] blob : List.of(config, manifest, LAYER)) {
            tar.file("blobs/sha256/" + Digest.ofContent(blob).hex(), blob, 0644, 0, 0);
        }
        return tar.bytes();
    }

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final byte[] STATEMENT = bytes("{\"_type\":\"https://in-toto.io/Statement/v0.1\"}");
    private static final byte[] EMPTY = bytes("{}");

    private static byte[] imageManifest() {
        return bytes("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                + descriptor("config", config(LAYER)) + ",\"layers\":[" + descriptor("layer", LAYER) + "]}");
    }

    private static byte[] attestation() {
        return bytes("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                + descriptor("config", EMPTY) + ",\"layers\":[{\"mediaType\":\"application/vnd.in-toto+json\","
                + digest(STATEMENT) + "}]}");
    }

    private static byte[] indexWithAttestation() {
        return index(descriptor("manifest", imageManifest())
                + ",{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + digest(attestation()) + ",\"platform\":{\"architecture\":\"unknown\",\"os\":\"unknown\"},"
                + "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}}");
    }

    private static byte[] index(String manifests) {
        return bytes("{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + manifests + "]}");
    }

    private static byte[] layout(byte[] index, String name, byte[]... more) {
        var tar = new TarBuilder()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file(
                        "index.json",
                        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + INDEX + "\"," + digest(index)
                                + ",\"annotations\":{\"io.containerd.image.name\":\"" + name + "\"}}]}");
        var blobs =
                new ArrayList<>(List.of(index, imageManifest(), config(LAYER), LAYER, attestation(), EMPTY, STATEMENT));
        blobs.addAll(List.of(more));
        blobs.forEach(blob -> tar.file("blobs/sha256/" + Digest.ofContent(blob).hex(), blob, 0644, 0, 0));
        return tar.bytes();
    }

    private static String digest(byte[] content) {
        return "\"digest\":\"" + Digest.ofContent(content) + "\",\"size\":" + content.length;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void refused(byte[] archive, String why) {
        assertThatThrownBy(() -> load(archive))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(why);
    }

    private List<LoadedImage> load(byte[] archive) {
        return images.load(new ByteArrayInputStream(archive), List.of());
    }

    private void nothingIsThere() throws IOException {
        assertThat(images.list(Filters.NONE)).isEmpty();
        assertThat(layers.readOnly()).isEmpty();
        for (String part : List.of("blobs/sha256", "ingest")) {
            try (Stream<Path> files = Files.list(folder.resolve("content").resolve(part))) {
                assertThat(files).as(part).isEmpty();
            }
        }
    }

    private static byte[] docker(byte[] config, byte[] layer, String name) {
        return new TarBuilder()
                .file("c.json", config, 0644, 0, 0)
                .file("l/layer.tar", layer, 0644, 0, 0)
                .file(
                        "manifest.json",
                        "[{\"Config\":\"c.json\",\"RepoTags\":[\"" + name + "\"],\"Layers\":[\"l/layer.tar\"]}]")
                .bytes();
    }

    /** An OCI layout whose manifest names a layer that is not there. */
    private static byte[] withoutItsLayer() {
        byte[] config = config(LAYER);
        byte[] manifest =
                ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                                + descriptor("config", config) + ",\"layers\":[" + descriptor("layer", LAYER) + "]}")
                        .getBytes(StandardCharsets.UTF_8);
        return new TarBuilder()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file("index.json", "{\"schemaVersion\":2,\"manifests\":[" + descriptor("manifest", manifest) + "]}")
                .file("blobs/sha256/" + Digest.ofContent(config).hex(), config, 0644, 0, 0)
                .file("blobs/sha256/" + Digest.ofContent(manifest).hex(), manifest, 0644, 0, 0)
                .bytes();
    }

    private static String descriptor(String what, byte[] content) {
        String type =
                switch (what) {
                    case "config" -> "config.v1+json";
                    case "layer" -> "layer.v1.tar";
                    default -> "manifest.v1+json";
                };
        return "{\"mediaType\":\"application/vnd.oci.image." + type + "\",\"digest\":\"" + Digest.ofContent(content)
                + "\",\"size\":" + content.length + "}";
    }

    private static byte[] config(byte[]... layers) {
        String diffIds = Stream.of(layers)
                .map(layer -> "\"" + Digest.ofContent(layer) + "\"")
                .collect(Collectors.joining(","));
        return ("{\"architecture\":\"" + Platform.host().architecture()
                        + "\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"/hello\"]},\"rootfs\":{\"type\":\"layers\","
                        + "\"diff_ids\":[" + diffIds + "]}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
