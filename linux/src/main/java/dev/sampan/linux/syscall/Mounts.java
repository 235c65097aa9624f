package dev.sampan.linux.syscall;

import dev.sampan.linux.struct.MountAttr;

/** Mounts: mount(2), umount2(2), pivot_root(2) and the calls by descriptor (fsopen and its kin, Linux 5.2 and 5.12). */
public final class Mounts {
    public static final long MS_RDONLY = 1;
    public static final long MS_NOSUID = 2;
    public static final long MS_NODEV = 4;
    public static final long MS_NOEXEC = 8;
    public static final long MS_SYNCHRONOUS = 16;
    public static final long MS_REMOUNT = 32;
    public static final long MS_MANDLOCK = 64;
    public static final long MS_DIRSYNC = 128;
    public static final long MS_NOSYMFOLLOW = 256;
    public static final long MS_NOATIME = 1024;
    public static final long MS_NODIRATIME = 2048;
    public static final long MS_BIND = 4096;
    public static final long MS_MOVE = 8192;
    public static final long MS_REC = 16384;
    public static final long MS_SILENT = 32768;
    public static final long MS_POSIXACL = 1 << 16;
    public static final long MS_UNBINDABLE = 1 << 17;
    public static final long MS_PRIVATE = 1 << 18;
    public static final long MS_SLAVE = 1 << 19;
    public static final long MS_SHARED = 1 << 20;
    public static final long MS_RELATIME = 1 << 21;
    public static final long MS_I_VERSION = 1 << 23;
    public static final long MS_STRICTATIME = 1 << 24;
    public static final long MS_LAZYTIME = 1 << 25;

    public static final int MNT_FORCE = 1;
    public static final int MNT_DETACH = 2;
    public static final int UMOUNT_NOFOLLOW = 8;

    public static final int FSOPEN_CLOEXEC = 1;
    public static final int FSMOUNT_CLOEXEC = 1;
    public static final int FSCONFIG_SET_FLAG = 0;
    public static final int FSCONFIG_SET_STRING = 1;
    public static final int FSCONFIG_SET_BINARY = 2;
    public static final int FSCONFIG_SET_PATH = 3;
    public static final int FSCONFIG_SET_PATH_EMPTY = 4;
    public static final int FSCONFIG_SET_FD = 5;
    public static final int FSCONFIG_CMD_CREATE = 6;
    public static final int FSCONFIG_CMD_RECONFIGURE = 7;

    public static final int MOUNT_ATTR_RDONLY = 0x1;
    public static final int MOUNT_ATTR_NOSUID = 0x2;
    public static final int MOUNT_ATTR_NODEV = 0x4;
    public static final int MOUNT_ATTR_NOEXEC = 0x8;
    /** The bits that choose among relatime (0), noatime and strictatime: cleared together when one is set. */
    public static final int MOUNT_ATTR__ATIME = 0x70;

    public static final int MOUNT_ATTR_NOATIME = 0x10;
    public static final int MOUNT_ATTR_STRICTATIME = 0x20;
    public static final int MOUNT_ATTR_NODIRATIME = 0x80;
    public static final int MOUNT_ATTR_IDMAP = 0x100000;
    /** Linux 5.14. */
    public static final int MOUNT_ATTR_NOSYMFOLLOW = 0x200000;

    public static final int OPEN_TREE_CLONE = 1;
    public static final int OPEN_TREE_CLOEXEC = Files.O_CLOEXEC;
    public static final int MOVE_MOUNT_F_SYMLINKS = 0x01;
    public static final int MOVE_MOUNT_F_AUTOMOUNTS = 0x02;
    public static final int MOVE_MOUNT_F_EMPTY_PATH = 0x04;
    public static final int MOVE_MOUNT_T_SYMLINKS = 0x10;
    public static final int MOVE_MOUNT_T_AUTOMOUNTS = 0x20;
    public static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;

    public static final FlagNames MOUNT_FLAGS = FlagNames.zero("0")
            .with("MS_RDONLY", MS_RDONLY)
            .with("MS_NOSUID", MS_NOSUID)
            .with("MS_NODEV", MS_NODEV)
            .with("MS_NOEXEC", MS_NOEXEC)
            .with("MS_SYNCHRONOUS", MS_SYNCHRONOUS)
            .with("MS_REMOUNT", MS_REMOUNT)
            .with("MS_MANDLOCK", MS_MANDLOCK)
            .with("MS_DIRSYNC", MS_DIRSYNC)
            .with("MS_NOSYMFOLLOW", MS_NOSYMFOLLOW)
            .with("MS_NOATIME", MS_NOATIME)
            .with("MS_NODIRATIME", MS_NODIRATIME)
            .with("MS_BIND", MS_BIND)
            .with("MS_MOVE", MS_MOVE)
            .with("MS_REC", MS_REC)
            .with("MS_SILENT", MS_SILENT)
            .with("MS_POSIXACL", MS_POSIXACL)
            .with("MS_UNBINDABLE", MS_UNBINDABLE)
            .with("MS_PRIVATE", MS_PRIVATE)
            .with("MS_SLAVE", MS_SLAVE)
            .with("MS_SHARED", MS_SHARED)
            .with("MS_RELATIME", MS_RELATIME)
            .with("MS_I_VERSION", MS_I_VERSION)
            .with("MS_STRICTATIME", MS_STRICTATIME)
            .with("MS_LAZYTIME", MS_LAZYTIME);
    public static final FlagNames UMOUNT_FLAGS = FlagNames.zero("0")
            .with("MNT_FORCE", MNT_FORCE)
            .with("MNT_DETACH", MNT_DETACH)
            .with("UMOUNT_NOFOLLOW", UMOUNT_NOFOLLOW);
    public static final FlagNames MOUNT_ATTRIBUTES = FlagNames.zero("0")
            .with("MOUNT_ATTR_RDONLY", MOUNT_ATTR_RDONLY)
            .with("MOUNT_ATTR_NOSUID", MOUNT_ATTR_NOSUID)
            .with("MOUNT_ATTR_NODEV", MOUNT_ATTR_NODEV)
            .with("MOUNT_ATTR_NOEXEC", MOUNT_ATTR_NOEXEC)
            .with("MOUNT_ATTR__ATIME", MOUNT_ATTR__ATIME)
            .with("MOUNT_ATTR_NOATIME", MOUNT_ATTR_NOATIME)
            .with("MOUNT_ATTR_STRICTATIME", MOUNT_ATTR_STRICTATIME)
            .with("MOUNT_ATTR_NODIRATIME", MOUNT_ATTR_NODIRATIME)
            .with("MOUNT_ATTR_IDMAP", MOUNT_ATTR_IDMAP)
            .with("MOUNT_ATTR_NOSYMFOLLOW", MOUNT_ATTR_NOSYMFOLLOW);
    public static final FlagNames OPEN_TREE_FLAGS = FlagNames.zero("0")
            .with("OPEN_TREE_CLONE", OPEN_TREE_CLONE)
            .with("OPEN_TREE_CLOEXEC", OPEN_TREE_CLOEXEC)
            .with("AT_RECURSIVE", Files.AT_RECURSIVE)
            .with("AT_EMPTY_PATH", Files.AT_EMPTY_PATH)
            .with("AT_SYMLINK_NOFOLLOW", Files.AT_SYMLINK_NOFOLLOW)
            .with("AT_NO_AUTOMOUNT", Files.AT_NO_AUTOMOUNT);
    public static final FlagNames MOVE_MOUNT_FLAGS = FlagNames.zero("0")
            .with("MOVE_MOUNT_F_SYMLINKS", MOVE_MOUNT_F_SYMLINKS)
            .with("MOVE_MOUNT_F_AUTOMOUNTS", MOVE_MOUNT_F_AUTOMOUNTS)
            .with("MOVE_MOUNT_F_EMPTY_PATH", MOVE_MOUNT_F_EMPTY_PATH)
            .with("MOVE_MOUNT_T_SYMLINKS", MOVE_MOUNT_T_SYMLINKS)
            .with("MOVE_MOUNT_T_AUTOMOUNTS", MOVE_MOUNT_T_AUTOMOUNTS)
            .with("MOVE_MOUNT_T_EMPTY_PATH", MOVE_MOUNT_T_EMPTY_PATH);
    private static final FlagNames CLOEXEC = FlagNames.zero("0").with("FSOPEN_CLOEXEC", FSOPEN_CLOEXEC);

    private Mounts() {}

    /** mount(2). Texts may be null where the flags make them meaningless. */
    public static void mount(String source, String target, String type, long flags, String data) {
        try (var call = new Call(Sys.MOUNT)) {
            call.string(source)
                    .string(target)
                    .string(type)
                    .flags(flags, MOUNT_FLAGS)
                    .string(data)
                    .run();
        }
    }

    public static void umount2(String target, int flags) {
        try (var call = new Call(Sys.UMOUNT2)) {
            call.string(target).flags(flags, UMOUNT_FLAGS).run();
        }
    }

    public static void pivotRoot(String newRoot, String putOld) {
        try (var call = new Call(Sys.PIVOT_ROOT)) {
            call.string(newRoot).string(putOld).run();
        }
    }

    /** fsopen(2): a context in which a file system of this type is configured. */
    public static Fd fsopen(String type) {
        try (var call = new Call(Sys.FSOPEN)) {
            return new Fd(call.string(type).flags(FSOPEN_CLOEXEC, CLOEXEC).runInt());
        }
    }

    /** fsconfig(2) FSCONFIG_SET_STRING; the value may have at most 255 bytes. */
    public static void fsconfigString(int context, String key, String value) {
        try (var call = new Call(Sys.FSCONFIG)) {
            call.fd(context)
                    .memoryless(FSCONFIG_SET_STRING, "FSCONFIG_SET_STRING")
                    .string(key)
                    .string(value)
                    .number(0)
                    .run();
        }
    }

    public static void fsconfigFlag(int context, String key) {
        try (var call = new Call(Sys.FSCONFIG)) {
            call.fd(context)
                    .memoryless(FSCONFIG_SET_FLAG, "FSCONFIG_SET_FLAG")
                    .string(key)
                    .nothing()
                    .number(0)
                    .run();
        }
    }

    public static void fsconfigFd(int context, String key, int fd) {
        try (var call = new Call(Sys.FSCONFIG)) {
            call.fd(context)
                    .memoryless(FSCONFIG_SET_FD, "FSCONFIG_SET_FD")
                    .string(key)
                    .nothing()
                    .number(fd)
                    .run();
        }
    }

    public static void fsconfigCreate(int context) {
        try (var call = new Call(Sys.FSCONFIG)) {
            call.fd(context)
                    .memoryless(FSCONFIG_CMD_CREATE, "FSCONFIG_CMD_CREATE")
                    .nothing()
                    .nothing()
                    .number(0)
                    .run();
        }
    }

    /** fsmount(2): the configured file system as a mount that is attached nowhere and vanishes with the descriptor. */
    public static Fd fsmount(int context, int attributes) {
        try (var call = new Call(Sys.FSMOUNT)) {
            return new Fd(call.fd(context)
                    .memoryless(FSMOUNT_CLOEXEC, "FSMOUNT_CLOEXEC")
                    .flags(attributes, MOUNT_ATTRIBUTES)
                    .runInt());
        }
    }

    /** open_tree(2): with OPEN_TREE_CLONE a detached bind mount of the path, with AT_RECURSIVE of all below it. */
    public static Fd openTree(int at, String path, int flags) {
        try (var call = new Call(Sys.OPEN_TREE)) {
            return new Fd(call.fd(at)
                    .string(path)
                    .flags(flags | OPEN_TREE_CLOEXEC, OPEN_TREE_FLAGS)
                    .runInt());
        }
    }

    public static void moveMount(int fromAt, String from, int toAt, String to, int flags) {
        try (var call = new Call(Sys.MOVE_MOUNT)) {
            call.fd(fromAt)
                    .string(from)
                    .fd(toAt)
                    .string(to)
                    .flags(flags, MOVE_MOUNT_FLAGS)
                    .run();
        }
    }

    /** mount_attr in a call's text. */
    public static String shown(MountAttr attributes) {
        var text = new StringBuilder("{set=").append(MOUNT_ATTRIBUTES.text(attributes.set()));
        if (attributes.clear() != 0) text.append(", clear=").append(MOUNT_ATTRIBUTES.text(attributes.clear()));
        if (attributes.propagation() != 0)
            text.append(", propagation=").append(MOUNT_FLAGS.text(attributes.propagation()));
        return text.append("}").toString();
    }

    /** mount_setattr(2), Linux 5.12; flags are AT_EMPTY_PATH, AT_RECURSIVE. */
    public static void mountSetattr(int at, String path, int flags, MountAttr attributes) {
        try (var call = new Call(Sys.MOUNT_SETATTR)) {
            call.fd(at)
                    .string(path)
                    .flags(flags, Files.AT_FLAGS)
                    .memory(call.copied(attributes.bytes()), shown(attributes))
                    .number(MountAttr.SIZE)
                    .run();
        }
    }
}
