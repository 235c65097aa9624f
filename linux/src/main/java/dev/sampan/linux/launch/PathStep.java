package dev.sampan.linux.launch;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Names;
import dev.sampan.linux.syscall.Sys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Files and directories. A path with a root is resolved below it only, by openat2(2) with RESOLVE_IN_ROOT. */
public sealed interface PathStep extends Step {
    /** Opens a path below {@code root}; flags such as O_PATH, O_DIRECTORY. */
    record OpenInRoot(Ref root, String path, int flags, Ref as) implements PathStep {
        @Override
        public void lower(Ops ops) {
            ops.openInRoot(root, path, flags, as);
        }

        @Override
        public String title() {
            return "open " + path;
        }
    }

    /** A directory below {@code root}, made with its parents where absent, also where a link leads; opened with O_PATH. */
    record MakeDirectory(Ref root, String path, int mode, Ref as) implements PathStep {
        @Override
        public void lower(Ops ops) {
            var missing = new Label();
            var done = new Label();
            ops.openInRoot(root, path, Files.O_PATH | Files.O_DIRECTORY, as).onError(missing, Errno.ENOENT);
            ops.jump(done);
            ops.place(missing);
            ops.makePath(root, path, mode, 0, as);
            ops.place(done);
        }

        @Override
        public String title() {
            return "directory " + path;
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("mkdir -p " + Shell.quote(path));
        }
    }

    /**
     * Like {@link MakeDirectory}, but a link on the way is refused: it could be led elsewhere between this step and a later one that
     * takes the same path (CVE-2019-19921, CVE-2023-27561).
     */
    record MakeRealDirectory(Ref root, String path, int mode, Ref as) implements PathStep {
        @Override
        public void lower(Ops ops) {
            var missing = new Label();
            var done = new Label();
            ops.openWithoutLinks(root, path, Files.O_PATH | Files.O_DIRECTORY, as)
                    .onError(missing, Errno.ENOENT);
            ops.jump(done);
            ops.place(missing);
            var made = ops.scratch("made");
            ops.makeDirectories(root, Paths.components(path), mode, made);
            ops.call(Sys.CLOSE).fd(made);
            ops.openWithoutLinks(root, path, Files.O_PATH | Files.O_DIRECTORY, as);
            ops.place(done);
        }

        @Override
        public String title() {
            return "directory " + path + ", no link";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("mkdir -p " + Shell.quote(path));
        }
    }

    /** The same with an empty file at the end: a target of a bind. */
    record MakeFile(Ref root, String path, int mode, Ref as) implements PathStep {
        @Override
        public void lower(Ops ops) {
            var missing = new Label();
            var done = new Label();
            ops.openInRoot(root, path, Files.O_PATH, as).onError(missing, Errno.ENOENT);
            ops.jump(done);
            ops.place(missing);
            ops.makePath(root, path, 0755, mode, as);
            ops.place(done);
        }

        @Override
        public String title() {
            return "file " + path;
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("mkdir -p \"$(dirname " + Shell.quote(path) + ")\" && [ -e " + Shell.quote(path)
                    + " ] || : > " + Shell.quote(path));
        }
    }

    /** mknodat(2) in a directory that exists; one already there is kept. The umask applies. */
    record MakeNode(Ref root, String path, int mode, long device) implements PathStep {
        @Override
        public void lower(Ops ops) {
            ops.inParent(
                    root,
                    path,
                    (parent, name) -> ops.call(Sys.MKNODAT)
                            .fd(parent)
                            .text(name)
                            .octal(mode)
                            .name(device, Names.major(device) + ":" + Names.minor(device))
                            .tolerate(Errno.EEXIST));
        }

        @Override
        public String title() {
            return "node " + path;
        }

        @Override
        public Optional<String> shell() {
            var type =
                    switch (mode & Stat.S_IFMT) {
                        case Stat.S_IFBLK -> "b";
                        case Stat.S_IFIFO -> "p";
                        default -> "c";
                    };
            return Optional.of("mknod -m " + Integer.toOctalString(mode & 07777) + " " + Shell.quote(path) + " " + type
                    + (type.equals("p") ? "" : " " + Names.major(device) + " " + Names.minor(device)));
        }
    }

    /** symlinkat(2) in a directory that exists; anything already there is kept. */
    record MakeSymlink(Ref root, String path, String target) implements PathStep {
        @Override
        public void lower(Ops ops) {
            ops.inParent(
                    root,
                    path,
                    (parent, name) -> ops.call(Sys.SYMLINKAT)
                            .text(target)
                            .fd(parent)
                            .text(name)
                            .tolerate(Errno.EEXIST));
        }

        @Override
        public String title() {
            return "link " + path;
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("ln -s " + Shell.quote(target) + " " + Shell.quote(path));
        }
    }

    record SetOwner(Ref root, String path, int uid, int gid) implements PathStep {
        @Override
        public void lower(Ops ops) {
            ops.inParent(
                    root,
                    path,
                    (parent, name) -> ops.call(Sys.FCHOWNAT)
                            .fd(parent)
                            .text(name)
                            .id(uid)
                            .id(gid)
                            .flags(Files.AT_SYMLINK_NOFOLLOW, Files.AT_FLAGS));
        }

        @Override
        public String title() {
            return "owner of " + path;
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("chown -h " + uid + ":" + gid + " " + Shell.quote(path));
        }
    }

    /** The owner of what a descriptor is open on, O_PATH included (a terminal, a standard stream). */
    record SetOwnerOf(Ref descriptor, int uid, int gid) implements PathStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.FCHOWNAT)
                    .fd(descriptor)
                    .text("")
                    .id(uid)
                    .id(gid)
                    .flags(Files.AT_EMPTY_PATH, Files.AT_FLAGS)
                    // A read-only file system, a pipe of another user namespace: the program then lives with what is.
                    .tolerate(Errno.EROFS, Errno.EINVAL, Errno.EPERM);
        }

        @Override
        public String title() {
            return "owner of " + descriptor;
        }
    }

    /**
     * Writes a text into an existing kernel file.
     *
     * @param root the directory that {@code path} is resolved below, or {@link Ref#CWD} for a trusted path of the host
     * @param filesystem the type the file must be on (StatFs.PROC, ...) or 0 for any: a write to /proc must not be led
     *     to another file (CVE-2025-52881)
     */
    record WriteFile(Ref root, String path, String text, long filesystem) implements PathStep {
        @Override
        public void lower(Ops ops) {
            var file = ops.scratch("file");
            if (root.equals(Ref.CWD)) {
                ops.call(Sys.OPENAT)
                        .fd(root)
                        .text(path)
                        .openFlags(Files.O_WRONLY | Files.O_CLOEXEC)
                        .number(0)
                        .as(file);
            } else {
                ops.openInRoot(root, path, Files.O_WRONLY, file);
            }
            if (filesystem != 0) ops.verifyFilesystem(file, filesystem);
            var length = text.getBytes(StandardCharsets.UTF_8).length;
            ops.call(Sys.WRITE).fd(file).text(text).number(length).atLeast(length);
            ops.call(Sys.CLOSE).fd(file);
        }

        @Override
        public String title() {
            return "write " + path;
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("echo " + Shell.quote(text) + " > " + Shell.quote(path));
        }
    }

    record Chdir(String path) implements PathStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.CHDIR).text(path);
        }

        @Override
        public String title() {
            return "chdir";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("cd " + Shell.quote(path));
        }
    }

    record Fchdir(Ref directory) implements PathStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.FCHDIR).fd(directory);
        }

        @Override
        public String title() {
            return "chdir to " + directory;
        }
    }

    /** chroot(2), for a process in the host's mount namespace; containers use PivotRoot. */
    record Chroot(String path) implements PathStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.CHROOT).text(path);
        }

        @Override
        public String title() {
            return "chroot";
        }
    }
}
