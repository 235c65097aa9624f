package dev.sampan.engine.volume;

import java.util.List;

/** Tells which containers use a volume; this package does not know containers. */
@FunctionalInterface
public interface VolumeUsers {

    /** Their ids, in any state, the newest first. */
    List<String> of(String volume);
}
