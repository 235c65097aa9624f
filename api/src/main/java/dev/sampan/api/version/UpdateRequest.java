package dev.sampan.api.version;

import dev.sampan.api.container.HostConfig;

/** An update of an older client: what it could not mean yet is dropped. */
public final class UpdateRequest {
    private UpdateRequest() {}

    /** Block devices can be changed since 1.55. */
    public static HostConfig of(HostConfig changes, ApiVersion version) {
        if (!version.before(1, 55)) {
            return changes;
        }
        var edit = changes.edit();
        edit.blkioWeightDevice = null;
        edit.blkioDeviceReadBps = null;
        edit.blkioDeviceWriteBps = null;
        edit.blkioDeviceReadIOps = null;
        edit.blkioDeviceWriteIOps = null;
        return edit.build();
    }
}
