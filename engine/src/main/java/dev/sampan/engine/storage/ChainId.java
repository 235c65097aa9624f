package dev.sampan.engine.storage;

import dev.sampan.engine.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a layer is with all below it, as one digest: two images that begin with the same layers share them.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid">OCI image-spec, chain id</a>
 */
public final class ChainId {

    private ChainId() {}

    /** The id of the layer with this digest on those below, base first. */
    public static LayerId of(List<LayerId> below, Digest diffId) {
        return below.isEmpty() ? new LayerId(diffId.hex()) : hashed(Digest.PREFIX + below.getLast() + " " + diffId);
    }

    /** The ids of an image's layers, base first. */
    public static List<LayerId> all(List<Digest> diffIds) {
        var chain = new ArrayList<LayerId>();
        diffIds.forEach(diffId -> chain.add(of(chain, diffId)));
        return List.copyOf(chain);
    }

    /** The id of what the engine itself puts on an image ({@link InitLayer}). */
    static LayerId ofInit(List<LayerId> image) {
        return hashed((image.isEmpty() ? "" : image.getLast().value()) + " init 1");
    }

    private static LayerId hashed(String text) {
        return new LayerId(
                Digest.ofContent(text.getBytes(StandardCharsets.US_ASCII)).hex());
    }
}
