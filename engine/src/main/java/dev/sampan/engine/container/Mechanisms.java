package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroups;
import dev.sampan.engine.event.Events;
import dev.sampan.engine.explain.Explanations;
import dev.sampan.engine.image.Images;
import dev.sampan.engine.logging.LogDrivers;
import dev.sampan.engine.network.Networks;
import dev.sampan.engine.runtime.Runtime;
import dev.sampan.engine.storage.Layers;
import dev.sampan.engine.store.Places;
import dev.sampan.engine.volume.Volumes;

/**
 * What containers are made with.
 *
 */
public record Mechanisms(
        Places places,
        Events events,
        Layers layers,
        Images images,
        Volumes volumes,
        Networks networks,
        LogDrivers logDrivers,
        Cgroups cgroups,
        Runtime runtime,
        Explanations explanations) {}
