package dev.sampan.engine.content;

import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The images whose blobs are here, whatever the index says: each manifest or index that no other index names. */
record FoundImages(ContentStore store) {

    List<Descriptor> all() throws IOException {
        var found = new ArrayList<Descriptor>();
        var named = new HashSet<Digest>();
        for (Digest digest : store.all()) {
            Optional<JsonNode> document = document(digest);
            if (document.isPresent()) {
                found.add(descriptor(digest, document.get()));
                for (Descriptor child : ImageSpecJson.descriptors(document.get().path("manifests"))) {
                    named.add(child.digest());
                }
            }
        }
        found.removeIf(image -> named.contains(image.digest()));
        return found;
    }

    /** Empty for a layer, a configuration and whatever else is no manifest and no index. */
    private Optional<JsonNode> document(Digest digest) throws IOException {
        if (store.size(digest) > ImageSpecJson.MAX_DOCUMENT) {
            return Optional.empty();
        }
        try {
            JsonNode document = ImageSpecJson.parse(store.read(digest, ImageSpecJson.MAX_DOCUMENT));
            ImageSpecJson.descriptors(document.path("manifests"));
            boolean image =
                    document.path("layers").isArray() && document.path("config").isObject();
            return image || document.path("manifests").isArray() ? Optional.of(document) : Optional.empty();
        } catch (IOException noDocument) {
            return Optional.empty();
        }
    }

    private Descriptor descriptor(Digest digest, JsonNode document) throws IOException {
        String said = ImageSpecJson.text(document, "mediaType");
        String type = document.path("layers").isArray() ? MediaTypes.OCI_MANIFEST : MediaTypes.OCI_INDEX;
        return new Descriptor(said.isEmpty() ? type : said, digest, store.size(digest), Optional.empty(), Map.of());
    }
}
