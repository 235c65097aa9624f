package dev.sampan.linux.launch;

import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.FlagNames;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.linux.syscall.Sys;
import dev.sampan.linux.syscall.Terminals;
import java.nio.charset.StandardCharsets;

/** Descriptors: opened, put in their places, closed. */
public sealed interface DescriptorStep extends Step {
    FlagNames CLOSE_RANGE_FLAGS = FlagNames.zero("0").with("CLOSE_RANGE_CLOEXEC", 4);

    /** Opens a path of the host, before the process has left the host's file system; the last link is not followed. */
    record Open(String path, int flags, Ref as) implements DescriptorStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.OPENAT)
                    .fd(Ref.CWD)
                    .text(path)
                    .openFlags(flags | Files.O_CLOEXEC | Files.O_NOFOLLOW)
                    .number(0)
                    .as(as);
        }

        @Override
        public String title() {
            return "open " + path;
        }
    }

    record Close(Ref descriptor) implements DescriptorStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.CLOSE).fd(descriptor);
        }

        @Override
        public String title() {
            return "close " + descriptor;
        }
    }

    /** Closes all descriptors from {@code first} to {@code last}. */
    record CloseRange(int first, int last) implements DescriptorStep {
        public static CloseRange from(int first) {
            return new CloseRange(first, Integer.MAX_VALUE);
        }

        @Override
        public void lower(Ops ops) {
            ops.call(Sys.CLOSE_RANGE).number(first).number(last).flags(0, CLOSE_RANGE_FLAGS);
        }

        @Override
        public String title() {
            return "close descriptors";
        }
    }

    /** All descriptors from {@code first} on close when the next program starts (CVE-2024-21626). Every Exec needs it before. */
    record CloseOnExec(int first) implements DescriptorStep {
        @Override
        public void lower(Ops ops) {
            ops.closesOnExec();
            ops.call(Sys.CLOSE_RANGE).number(first).number(Integer.MAX_VALUE).flags(4, CLOSE_RANGE_FLAGS);
        }

        @Override
        public String title() {
            return "close descriptors on exec";
        }
    }

    /** Copies a descriptor to a number that the executed program keeps: 0, 1, 2, and those passed to it. */
    record Dup(Ref from, int to) implements DescriptorStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.DUP3).fd(from).number(to).number(0);
        }

        @Override
        public String title() {
            return "dup " + from + " to " + to;
        }
    }

    /** Writes a text into a kernel file that an earlier step opened. */
    record Write(Ref file, String text) implements DescriptorStep {
        @Override
        public void lower(Ops ops) {
            var length = text.getBytes(StandardCharsets.UTF_8).length;
            ops.call(Sys.WRITE).fd(file).text(text).number(length).atLeast(length);
        }

        @Override
        public String title() {
            return "write " + file;
        }
    }

    /**
     * An empty input at the number {@code to}: the root's own /dev/null; a pipe that nobody writes to where a container has removed
     * it, or put something else there (CVE-2025-31133). The working directory must be the root.
     */
    record EmptyInput(int to) implements DescriptorStep {
        private static final int F_SETFL = 4;

        @Override
        public void lower(Ops ops) {
            var file = ops.scratch("null");
            var other = new Label();
            var absent = new Label();
            var done = new Label();
            // Not waited for, whatever it is.
            ops.openInRoot(Ref.CWD, "/dev/null", Files.O_RDWR | Files.O_NONBLOCK | Files.O_NOCTTY, file)
                    .tolerateAll()
                    .to(absent);
            ops.jumpUnlessDevice(file, 1, 3, other);
            ops.call(Sys.FCNTL).fd(file).name(F_SETFL, "F_SETFL").openFlags(Files.O_RDWR);
            ops.call(Sys.DUP3).fd(file).number(to).number(0);
            ops.call(Sys.CLOSE).fd(file);
            ops.jump(done);
            ops.place(other);
            ops.call(Sys.CLOSE).fd(file);
            ops.place(absent);
            pipe(ops);
            ops.place(done);
        }

        private void pipe(Ops ops) {
            var ends = Cell.space(8);
            ops.call(Sys.PIPE2).memory(ends, "pipe").openFlags(Files.O_CLOEXEC);
            for (int end = 0; end < 2; end++) {
                var ref = ops.scratch("end" + end);
                ops.define(ref, ends, 4 * end);
                if (end == 0) ops.call(Sys.DUP3).fd(ref).number(to).number(0);
                ops.call(Sys.CLOSE).fd(ref);
            }
        }

        @Override
        public String title() {
            return "empty input";
        }
    }

    /** Copies a descriptor to a slot of the supervisor, where a later daemon finds it. */
    record KeepAt(Ref from, Slot slot) implements DescriptorStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.DUP3).fd(from).number(slot.number()).flags(Files.O_CLOEXEC, Files.DESCRIPTOR_FLAGS);
        }

        @Override
        public String title() {
            return "keep " + from + " as " + slot.ref();
        }
    }

    /** A socket of the network namespace that the process is in by now; the daemon takes it with {@link Launched#take}. */
    record OpenSocket(int domain, int type, int protocol, Ref as) implements DescriptorStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.SOCKET)
                    .flags(domain, Sockets.DOMAINS)
                    .flags(type | Sockets.SOCK_CLOEXEC, Sockets.TYPES)
                    .number(protocol)
                    .as(as);
        }

        @Override
        public String title() {
            return "socket " + as;
        }
    }

    /**
     * A pseudo-terminal of the devpts that {@code devpts} is a mount or a directory of: both sides, unlocked, sized. Fails with EXDEV
     * where a container has mounted something over its ptmx, and with ESTALE where that is no ptmx.
     */
    record OpenTerminal(Ref devpts, int rows, int columns, Ref asMaster, Ref asPeer) implements DescriptorStep {
        private static final int PTMX_MAJOR = 5;
        private static final int PTMX_MINOR = 2;

        @Override
        public void lower(Ops ops) {
            var flags = Files.O_RDWR | Files.O_NOCTTY | Files.O_CLOEXEC;
            ops.openWithinMount(devpts, "ptmx", flags, asMaster);
            ops.requireDevice(asMaster, PTMX_MAJOR, PTMX_MINOR);
            ops.call(Sys.IOCTL)
                    .fd(asMaster)
                    .name(Terminals.TIOCSPTLCK, "TIOCSPTLCK")
                    .memory(Cell.ints(0), "{0}");
            ops.call(Sys.IOCTL)
                    .fd(asMaster)
                    .name(Terminals.TIOCGPTPEER, "TIOCGPTPEER")
                    .openFlags(flags)
                    .as(asPeer);
            ops.call(Sys.IOCTL)
                    .fd(asMaster)
                    .name(Terminals.TIOCSWINSZ, "TIOCSWINSZ")
                    .memory(Cell.shorts(rows, columns, 0, 0), "{" + rows + ", " + columns + "}");
        }

        @Override
        public String title() {
            return "open a terminal";
        }
    }
}
