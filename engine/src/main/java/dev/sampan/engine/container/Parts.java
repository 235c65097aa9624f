package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroups;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.image.Images;
import dev.sampan.engine.logging.LogDrivers;
import dev.sampan.engine.network.Networks;
import dev.sampan.engine.runtime.Runtime;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.volume.Volumes;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the use cases of containers are made of.
 *
 * @param execIds the running execs of a container
 */
record Parts(
        Places places,
        HostFacts facts,
        ContainerTable table,
        Events events,
        Images images,
        RootFileSystems rootfs,
        Volumes volumes,
        Networks networks,
        LogDrivers logDrivers,
        Cgroups cgroups,
        Runtime runtime,
        Function<String, List<String>> execIds) {

    /** Publishes an event of a container: its labels, image and name are its attributes. */
    void tell(ContainerFile file, String action, String... more) {
        var attributes = new TreeMap<String, String>();
        if (file.config().labels() != null) {
            attributes.putAll(file.config().labels());
        }
        attributes.put("image", file.config().image());
        attributes.put("name", file.plainName());
        for (int i = 0; i < more.length; i += 2) {
            attributes.put(more[i], more[i + 1]);
        }
        events.publish("container", action, file.id(), attributes);
    }
}
