package dev.sampan.engine.container;

import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Usage;
import java.util.List;

/** What containers need of storage. */
public interface RootFileSystems {

    /** The driver's name, as inspect shows it. */
    String driver();

    /** Makes the writable layer of container {@code id} over {@code layers}, base first. */
    void create(String id, List<LayerId> layers);

    /** What the launch mounts at {@code /}, inside the container's own mount namespace. */
    List<Mount> mounts(String id);

    /** A small file of the stopped container, such as {@code /etc/passwd}: resolved below its root; empty when it is not there. */
    byte[] file(String id, String path);

    void remove(String id);

    /** What the writable layer takes. */
    Usage writable(String id);

    /** What the layers below it take, shared or not. */
    Usage image(String id);
}
