package dev.sampan.linux.struct;

/**
 * struct mount_attr of mount_setattr(2), Linux 5.12.
 *
 * @param propagation MS_SHARED, MS_SLAVE, MS_PRIVATE, MS_UNBINDABLE, or 0 to leave it
 * @param userNamespace a descriptor for MOUNT_ATTR_IDMAP, otherwise 0
 */
public record MountAttr(long set, long clear, long propagation, long userNamespace) {
    public static final Layout LAYOUT = Layout.of("mount_attr", 32)
            .u64("attr_set")
            .u64("attr_clr")
            .u64("propagation")
            .u64("userns_fd")
            .end();
    public static final int SIZE = LAYOUT.size();

    public byte[] bytes() {
        return LAYOUT.writer()
                .set("attr_set", set)
                .set("attr_clr", clear)
                .set("propagation", propagation)
                .set("userns_fd", userNamespace)
                .bytes();
    }
}
