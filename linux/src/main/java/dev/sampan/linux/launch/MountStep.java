package dev.sampan.linux.launch;

import dev.sampan.linux.struct.MountAttr;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Sys;
import java.util.List;
import java.util.Optional;

/** Mounts: made detached, given attributes, attached at targets that were resolved inside their root. */
public sealed interface MountStep extends Step {
    /** An option of a new file system. */
    sealed interface Option {
        String name();

        /** {@code ro} */
        record Flag(String name) implements Option {}

        /** {@code size=64k}; a value has at most 255 bytes. */
        record Text(String name, String value) implements Option {}

        /** {@code lowerdir+} by descriptor (Linux 6.13 for overlay), and others that take one. */
        record Descriptor(String name, Ref value) implements Option {}
    }

    /**
     * fsopen, fsconfig, fsmount: a mount that is attached nowhere yet.
     *
     * @param attributes MOUNT_ATTR_*
     */
    record MakeFilesystem(String type, List<Option> options, int attributes, Ref as) implements MountStep {
        public MakeFilesystem {
            options = List.copyOf(options);
        }

        @Override
        public void lower(Ops ops) {
            var context = ops.scratch("context");
            ops.call(Sys.FSOPEN)
                    .text(type)
                    .name(Mounts.FSOPEN_CLOEXEC, "FSOPEN_CLOEXEC")
                    .as(context);
            for (var option : options) configure(ops, context, option);
            ops.call(Sys.FSCONFIG)
                    .fd(context)
                    .name(Mounts.FSCONFIG_CMD_CREATE, "FSCONFIG_CMD_CREATE")
                    .nothing()
                    .nothing()
                    .number(0);
            ops.call(Sys.FSMOUNT)
                    .fd(context)
                    .name(Mounts.FSMOUNT_CLOEXEC, "FSMOUNT_CLOEXEC")
                    .flags(attributes, Mounts.MOUNT_ATTRIBUTES)
                    .as(as);
            ops.call(Sys.CLOSE).fd(context);
        }

        private static void configure(Ops ops, Ref context, Option option) {
            var call = ops.call(Sys.FSCONFIG).fd(context);
            switch (option) {
                case Option.Flag(var name) ->
                    call.name(Mounts.FSCONFIG_SET_FLAG, "FSCONFIG_SET_FLAG")
                            .text(name)
                            .nothing()
                            .number(0);
                case Option.Text(var name, var value) ->
                    call.name(Mounts.FSCONFIG_SET_STRING, "FSCONFIG_SET_STRING")
                            .text(name)
                            .text(value)
                            .number(0);
                case Option.Descriptor(var name, var value) ->
                    call.name(Mounts.FSCONFIG_SET_FD, "FSCONFIG_SET_FD")
                            .text(name)
                            .nothing()
                            .fd(value);
            }
        }

        @Override
        public String title() {
            return "make " + type;
        }
    }

    /** mount(2) by paths, for what the calls by descriptor cannot do on this kernel. */
    record Mount(String source, String target, String type, long flags, String data) implements MountStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.MOUNT)
                    .text(source)
                    .text(target)
                    .text(type)
                    .flags(flags, Mounts.MOUNT_FLAGS)
                    .text(data);
        }

        @Override
        public String title() {
            return "mount " + type + " on " + target;
        }

        @Override
        public Optional<String> shell() {
            var options = data == null || data.isEmpty() ? "" : " -o " + Shell.quote(data);
            return Optional.of("mount -t " + type + options + " " + Shell.quote(source) + " " + Shell.quote(target));
        }
    }

    /** Propagation of a mount point, such as MS_REC|MS_SLAVE of /. */
    record Propagation(String path, long flags) implements MountStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.MOUNT)
                    .nothing()
                    .text(path)
                    .nothing()
                    .flags(flags, Mounts.MOUNT_FLAGS)
                    .nothing();
        }

        @Override
        public String title() {
            return "propagation of " + path;
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("mount --make-" + ((flags & Mounts.MS_REC) != 0 ? "r" : "") + word(flags) + " "
                    + Shell.quote(path));
        }

        /** In mount(8)'s words: private, shared, unbindable or slave. */
        public static String word(long flags) {
            if ((flags & Mounts.MS_PRIVATE) != 0) return "private";
            if ((flags & Mounts.MS_SHARED) != 0) return "shared";
            return (flags & Mounts.MS_UNBINDABLE) != 0 ? "unbindable" : "slave";
        }
    }

    /**
     * open_tree(2) with OPEN_TREE_CLONE: a detached bind mount of {@code path} from {@code at}.
     *
     * @param path may be empty for the descriptor itself
     */
    record OpenTree(Ref at, String path, boolean recursive, Ref as) implements MountStep {
        @Override
        public void lower(Ops ops) {
            var flags = Mounts.OPEN_TREE_CLONE
                    | Mounts.OPEN_TREE_CLOEXEC
                    | (recursive ? Files.AT_RECURSIVE : 0)
                    | (path.isEmpty() ? Files.AT_EMPTY_PATH : 0);
            ops.call(Sys.OPEN_TREE)
                    .fd(at)
                    .text(path)
                    .flags(flags, Mounts.OPEN_TREE_FLAGS)
                    .as(as);
        }

        @Override
        public String title() {
            return "bind " + path;
        }
    }

    /** mount_setattr(2) of a mount by its descriptor; with {@code userNamespace} it becomes idmapped. */
    record SetMountAttributes(
            Ref mount, boolean recursive, int set, int clear, long propagation, Optional<Ref> userNamespace)
            implements MountStep {
        @Override
        public void lower(Ops ops) {
            var all = set | (userNamespace.isPresent() ? Mounts.MOUNT_ATTR_IDMAP : 0);
            var attributes = new MountAttr(all, clear, propagation, 0);
            var cell = Cell.of(attributes.bytes());
            userNamespace.ifPresent(ref -> ops.store(cell, MountAttr.LAYOUT.offset("userns_fd"), 8, ref));
            ops.call(Sys.MOUNT_SETATTR)
                    .fd(mount)
                    .text("")
                    .flags(Files.AT_EMPTY_PATH | (recursive ? Files.AT_RECURSIVE : 0), Files.AT_FLAGS)
                    .memory(cell, Mounts.shown(attributes))
                    .number(MountAttr.SIZE);
        }

        @Override
        public String title() {
            return "set attributes of " + mount;
        }
    }

    /** move_mount(2): attaches a detached mount on what {@code target} is open on. */
    record Attach(Ref mount, Ref target) implements MountStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.MOVE_MOUNT)
                    .fd(mount)
                    .text("")
                    .fd(target)
                    .text("")
                    .flags(Mounts.MOVE_MOUNT_F_EMPTY_PATH | Mounts.MOVE_MOUNT_T_EMPTY_PATH, Mounts.MOVE_MOUNT_FLAGS);
        }

        @Override
        public String title() {
            return "attach " + mount + " on " + target;
        }
    }

    /** move_mount(2) onto a path of the host, which is the root file system's place until pivot_root. */
    record AttachAt(Ref mount, String path) implements MountStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.MOVE_MOUNT)
                    .fd(mount)
                    .text("")
                    .fd(Ref.CWD)
                    .text(path)
                    .flags(Mounts.MOVE_MOUNT_F_EMPTY_PATH, Mounts.MOVE_MOUNT_FLAGS);
        }

        @Override
        public String title() {
            return "attach " + mount + " at " + path;
        }
    }

    record Unmount(String path, int flags) implements MountStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.UMOUNT2).text(path).flags(flags, Mounts.UMOUNT_FLAGS);
        }

        @Override
        public String title() {
            return "unmount " + path;
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("umount " + ((flags & Mounts.MNT_DETACH) != 0 ? "-l " : "") + Shell.quote(path));
        }
    }

    /**
     * Makes the mount on which {@code newRoot} is open the root of this mount namespace, and unmounts everything that was
     * there before. The working directory is / afterwards.
     */
    record PivotRoot(Ref newRoot) implements MountStep {
        @Override
        public void lower(Ops ops) {
            var old = ops.scratch("old-root");
            ops.call(Sys.OPENAT)
                    .fd(Ref.CWD)
                    .text("/")
                    .openFlags(Files.O_PATH | Files.O_DIRECTORY | Files.O_CLOEXEC)
                    .number(0)
                    .as(old);
            ops.call(Sys.FCHDIR).fd(newRoot);
            // The old root is stacked onto the new one: no directory for it is needed (pivot_root(2), NOTES).
            ops.call(Sys.PIVOT_ROOT).text(".").text(".");
            ops.call(Sys.FCHDIR).fd(old);
            // Slave first: unmounting must not travel to the host.
            ops.call(Sys.MOUNT)
                    .nothing()
                    .text(".")
                    .nothing()
                    .flags(Mounts.MS_REC | Mounts.MS_SLAVE, Mounts.MOUNT_FLAGS)
                    .nothing();
            ops.call(Sys.UMOUNT2).text(".").flags(Mounts.MNT_DETACH, Mounts.UMOUNT_FLAGS);
            ops.call(Sys.CLOSE).fd(old);
            ops.call(Sys.CHDIR).text("/");
        }

        @Override
        public String title() {
            return "pivot root";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("pivot_root . . && umount -l . && cd /");
        }
    }

    /**
     * Hides a path below {@code root}: a directory under an empty read-only tmpfs, anything else under
     * {@code nullDevice}, which must be verified to be /dev/null (CVE-2025-31133). A path that is not there is left out.
     */
    record MaskPath(Ref root, String path, Ref nullDevice) implements MountStep {
        @Override
        public void lower(Ops ops) {
            var target = ops.scratch("target");
            var cover = ops.scratch("cover");
            var done = new Label();
            var directory = new Label();
            var attach = new Label();
            ops.openInRoot(root, path, Files.O_PATH, target).onError(done, Errno.ENOENT, Errno.ENOTDIR);
            var stat = ops.statx(target);
            ops.jumpIf(stat, ops.statField("stx_mode"), 2, Stat.S_IFMT, Stat.S_IFDIR, directory);
            new OpenTree(nullDevice, "", false, cover).lower(ops);
            ops.jump(attach);
            ops.place(directory);
            new MakeFilesystem("tmpfs", List.of(new Option.Flag("ro")), Mounts.MOUNT_ATTR_RDONLY, cover).lower(ops);
            ops.place(attach);
            new Attach(cover, target).lower(ops);
            ops.call(Sys.CLOSE).fd(cover);
            ops.call(Sys.CLOSE).fd(target);
            ops.place(done);
        }

        @Override
        public String title() {
            return "mask " + path;
        }

        @Override
        public Optional<String> shell() {
            var quoted = Shell.quote(path);
            return Optional.of("if [ -d " + quoted + " ]; then mount -t tmpfs -o ro tmpfs " + quoted + "; elif [ -e "
                    + quoted + " ]; then mount --bind /dev/null " + quoted + "; fi");
        }
    }

    /** Makes a path below {@code root}, and all mounts below it, read-only by a bind of it onto itself; left out if absent. */
    record ReadonlyPath(Ref root, String path) implements MountStep {
        @Override
        public void lower(Ops ops) {
            var target = ops.scratch("target");
            var cover = ops.scratch("cover");
            var done = new Label();
            ops.openInRoot(root, path, Files.O_PATH, target).onError(done, Errno.ENOENT, Errno.ENOTDIR);
            new OpenTree(target, "", true, cover).lower(ops);
            new SetMountAttributes(cover, true, Mounts.MOUNT_ATTR_RDONLY, 0, 0, Optional.empty()).lower(ops);
            new Attach(cover, target).lower(ops);
            ops.call(Sys.CLOSE).fd(cover);
            ops.call(Sys.CLOSE).fd(target);
            ops.place(done);
        }

        @Override
        public String title() {
            return "read-only " + path;
        }

        @Override
        public Optional<String> shell() {
            var quoted = Shell.quote(path);
            return Optional.of("[ ! -e " + quoted + " ] || { mount --rbind " + quoted + " " + quoted
                    + " && mount -o remount,bind,ro " + quoted + "; }");
        }
    }
}
