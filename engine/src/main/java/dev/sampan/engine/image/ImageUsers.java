package dev.sampan.engine.image;

import dev.sampan.engine.oci.Digest;
import java.util.List;

/** Who uses images: answered by the part that owns containers, asked by rmi, prune, list and system df. */
public interface ImageUsers {

    /** Containers made from this image, in any state. */
    List<User> of(Digest image);

    /**
     * @param imageName the name in the create request: {@code busybox}, {@code del/run:1} or an id
     * @param running false for created, exited and dead ones
     */
    record User(String containerId, String imageName, boolean running) {}

    /** For an engine that has no containers yet. */
    static ImageUsers none() {
        return image -> List.of();
    }
}
