package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroups;
import dev.sampan.engine.container.check.HostFacts;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.explain.Explanations;
import dev.sampan.engine.image.Images;
import dev.sampan.engine.logging.LogDrivers;
import dev.sampan.engine.network.Networks;
import dev.sampan.engine.runtime.Runtime;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.volume.Volumes;
import java.util.TreeMap;

/** What the use cases share: the mechanisms, the containers there are, the facts of the host. */
record Parts(Mechanisms mechanisms, RootFileSystems rootfs, ContainerTable table, HostFacts facts) {

    Places places() {
        return mechanisms.places();
    }

    Events events() {
        return mechanisms.events();
    }

    Images images() {
        return mechanisms.images();
    }

    Volumes volumes() {
        return mechanisms.volumes();
    }

    Networks networks() {
        return mechanisms.networks();
    }

    LogDrivers logDrivers() {
        return mechanisms.logDrivers();
    }

    Cgroups cgroups() {
        return mechanisms.cgroups();
    }

    Runtime runtime() {
        return mechanisms.runtime();
    }

    Explanations explanations() {
        return mechanisms.explanations();
    }

    /** Bytes of all layers of the container's image; 0 when that is gone. */
    long imageSize(ContainerFile file) {
        if (file.image().isEmpty()) {
            return 0;
        }
        try {
            return rootfs.image(images().get(file.image()).layers()).apparent();
        } catch (EngineException.NotFound | EngineException.SystemFailure unreadable) {
            return 0;
        }
    }

    /** Publishes an event of a container: its labels, image and name are its attributes. */
    void tell(Container container, String action, String... more) {
        var attributes = new TreeMap<String, String>();
        attributes.putAll(container.spec().labels());
        attributes.put("image", container.spec().image());
        attributes.put("name", container.file().plainName());
        for (int i = 0; i < more.length; i += 2) {
            attributes.put(more[i], more[i + 1]);
        }
        events().publish("container", action, container.id, attributes);
    }
}
