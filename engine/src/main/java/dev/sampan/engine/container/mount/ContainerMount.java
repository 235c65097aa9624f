package dev.sampan.engine.container.mount;

import java.util.List;

/**
 * One bind, volume or tmpfs of a container, decided at create.
 *
 * @param type bind, volume, tmpfs or image
 * @param name of the volume, else empty
 * @param source on the host; empty for a tmpfs
 * @param anonymous made for this container alone: removed with it when asked to
 * @param shownName whether inspect tells the volume's name: not for one that a bind made by naming its destination only
 * @param createSource whether a missing directory of the host is made at start
 * @param options further options of the mount, in mount(8)'s words; a read-only bind without one is read-only recursively
 */
public record ContainerMount(
        String type,
        String name,
        String source,
        String destination,
        String driver,
        String mode,
        boolean rw,
        String propagation,
        boolean anonymous,
        boolean shownName,
        boolean createSource,
        boolean noCopy,
        boolean nonRecursive,
        List<String> options) {

    public boolean isVolume() {
        return type.equals("volume");
    }
}
