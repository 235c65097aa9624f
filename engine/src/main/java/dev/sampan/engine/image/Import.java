package dev.sampan.engine.image;

import dev.sampan.engine.archive.ArchiveException;
import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.content.ImageSpecJson;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Manifest;
import dev.sampan.engine.oci.MediaTypes;
import dev.sampan.engine.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code docker import}: a tar of a root file system becomes an image of one layer. */
final class Import {

    private final ImageStore store;

    Import(ImageStore store) {
        this.store = store;
    }

    /**
     * @param name where to put it; empty for an image without a name
     * @param message the comment; empty for {@code Imported from SOURCE}
     */
    record Request(
            Optional<Reference> name,
            String source,
            String message,
            List<String> changes,
            Optional<Platform> platform) {}

    Digest run(Request request, InputStream tar) {
        return run(request, tar, Instant.now());
    }

    /** @param created what the image says of its age; the name is given now */
    Digest run(Request request, InputStream tar, Instant created) {
        ImageConfig config = ConfigChanges.apply(ImageConfig.EMPTY, request.changes());
        try (ImageDraft draft = store.draft()) {
            UnpackLayer.Layer layer = new UnpackLayer(store, draft).bring(tar, List.of());
            String comment = request.message().isEmpty() ? "Imported from " + request.source() : request.message();
            byte[] document = new ConfigDocument(
                            request.platform().orElse(Platform.host()),
                            Optional.of(created),
                            "",
                            "",
                            "",
                            config,
                            List.of(layer.diffId()),
                            List.of(new ConfigDocument.Step(Optional.of(created), "", "", comment, false)))
                    .bytes();
            Digest id = put(draft, document, layer.blob());
            Descriptor target =
                    new Descriptor(MediaTypes.OCI_MANIFEST, id, store.content().size(id));
            store.layers().prepare(List.of(layer.id()));
            store.index().put(new Entry(request.name().map(Reference::toString).orElse(""), target, Instant.now()));
            return id;
        } catch (ArchiveException e) {
            throw new SystemFailure(e.getMessage(), e);
        } catch (IOException e) {
            throw new SystemFailure("cannot import: " + Cause.of(e), e);
        }
    }

    private static Digest put(ImageDraft draft, byte[] config, Descriptor layer) throws IOException {
        Digest configDigest = draft.content().put(config);
        var manifest = new Manifest(
                MediaTypes.OCI_MANIFEST,
                new Descriptor(MediaTypes.OCI_CONFIG, configDigest, config.length),
                List.of(layer));
        return draft.content().put(ImageSpecJson.bytes(ImageSpecJson.json(manifest)));
    }

    /** Throws InvalidRequest as Docker does for a name that cannot be given. */
    static Reference newName(String repository, String tag) {
        Reference name = Reference.parse(repository);
        if (name.digest().isPresent()) {
            throw new InvalidRequest("cannot import digest reference");
        }
        return (tag.isEmpty() ? name : name.withTag(tag)).orLatest();
    }
}
