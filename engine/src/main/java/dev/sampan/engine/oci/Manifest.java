package dev.sampan.engine.oci;

import java.util.List;

/**
 * One platform's image: its configuration and its layers, base first.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/manifest.md">OCI image-spec, manifest</a>
 */
public record Manifest(String mediaType, Descriptor config, List<Descriptor> layers) {

    public Manifest {
        layers = List.copyOf(layers);
    }
}
