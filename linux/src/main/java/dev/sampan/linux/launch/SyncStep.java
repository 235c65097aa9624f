package dev.sampan.linux.launch;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Names;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.linux.syscall.Sys;

/** What the launched process and the daemon tell each other, over the link. */
public sealed interface SyncStep extends Step {
    /** Tells the daemon a number from 1 to 127: {@link Launched#awaitSignal}. */
    record Signal(int number) implements SyncStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.SENDTO)
                    .slot(Slot.LINK)
                    .memory(Cell.bytes((byte) number), "{" + number + "}")
                    .number(1)
                    .name(Sockets.MSG_NOSIGNAL, "MSG_NOSIGNAL")
                    .nothing()
                    .number(0)
                    .atLeast(1);
        }

        @Override
        public String title() {
            return "signal " + number;
        }
    }

    /** Waits until the daemon opens the gate ({@link Launched#openGate}); fails when the daemon is gone instead. */
    record AwaitGate() implements SyncStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.RECVFROM)
                    .slot(Slot.LINK)
                    .memory(Cell.space(1), "byte")
                    .number(1)
                    .number(0)
                    .nothing()
                    .nothing()
                    .atLeast(1);
        }

        @Override
        public String title() {
            return "await the gate";
        }
    }

    /** Fails with EXDEV unless the working directory is below the root (CVE-2024-21626). */
    record CheckCwd() implements SyncStep {
        @Override
        public void lower(Ops ops) {
            var path = Cell.space(4096);
            ops.call(Sys.GETCWD).memory(path, "path").number(4096).atLeast(2);
            // The kernel prefixes "(unreachable)" when the directory is outside the root.
            var good = new Label();
            ops.jumpIf(path, 0, 1, 0xff, '/', good);
            ops.fail(Errno.EXDEV);
            ops.place(good);
        }

        @Override
        public String title() {
            return "check the working directory";
        }
    }

    /** Fails with ESTALE unless the descriptor is the character device of this number (CVE-2025-31133). */
    record VerifyDevice(Ref descriptor, int major, int minor) implements SyncStep {
        @Override
        public void lower(Ops ops) {
            ops.requireDevice(descriptor, major, minor);
        }

        @Override
        public String title() {
            return "verify " + descriptor + " is device " + major + ":" + minor;
        }
    }

    /** Fails with ESTALE unless the descriptor is this inode of this device number (as st_dev has it). */
    record VerifyInode(Ref descriptor, long device, long inode) implements SyncStep {
        @Override
        public void lower(Ops ops) {
            var stat = ops.statx(descriptor);
            var good = new Label();
            var bad = new Label();
            ops.jumpUnless(stat, ops.statField("stx_dev_major"), 4, 0xffffffffL, Names.major(device), bad);
            ops.jumpUnless(stat, ops.statField("stx_dev_minor"), 4, 0xffffffffL, Names.minor(device), bad);
            ops.jumpIf(stat, ops.statField("stx_ino"), 8, -1L, inode, good);
            ops.place(bad);
            ops.fail(Errno.ESTALE);
            ops.place(good);
        }

        @Override
        public String title() {
            return "verify " + descriptor + " is inode " + inode;
        }
    }

    /** Fails with ESTALE when the descriptor is on a file system of this type (StatFs.PROC, ...) (CVE-2025-52881). */
    record RefuseFilesystem(Ref descriptor, long type) implements SyncStep {
        @Override
        public void lower(Ops ops) {
            ops.refuseFilesystem(descriptor, type);
        }

        @Override
        public String title() {
            return "refuse the file system of " + descriptor;
        }
    }

    /** Fails with ESTALE unless the descriptor is on a file system of this type (StatFs.PROC, ...) (CVE-2025-52881). */
    record VerifyFilesystem(Ref descriptor, long type) implements SyncStep {
        @Override
        public void lower(Ops ops) {
            ops.verifyFilesystem(descriptor, type);
        }

        @Override
        public String title() {
            return "verify the file system of " + descriptor;
        }
    }

    /** Fails with EISDIR where the path is a directory; anything else about it is left to the step that uses it. */
    record RefuseDirectory(String path) implements SyncStep {
        @Override
        public void lower(Ops ops) {
            var file = ops.scratch("file");
            var good = new Label();
            ops.call(Sys.OPENAT)
                    .fd(Ref.CWD)
                    .text(path)
                    .openFlags(Files.O_PATH | Files.O_CLOEXEC)
                    .number(0)
                    .as(file)
                    .onError(good, Errno.ENOENT, Errno.EACCES, Errno.ENOTDIR, Errno.ELOOP, Errno.ENAMETOOLONG);
            var stat = ops.statx(file);
            ops.call(Sys.CLOSE).fd(file);
            ops.jumpUnless(stat, ops.statField("stx_mode"), 2, Stat.S_IFMT, Stat.S_IFDIR, good);
            ops.fail(Errno.EISDIR);
            ops.place(good);
        }

        @Override
        public String title() {
            return "refuse a directory";
        }
    }
}
