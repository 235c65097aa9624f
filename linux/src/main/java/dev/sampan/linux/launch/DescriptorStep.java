package dev.sampan.linux.launch;

import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.FlagNames;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.linux.syscall.Sys;
import dev.sampan.linux.syscall.Terminals;

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

    /** A pseudo-terminal of the devpts that {@code devpts} is a mount or a directory of: both sides, unlocked, sized. */
    record OpenTerminal(Ref devpts, int rows, int columns, Ref asMaster, Ref asPeer) implements DescriptorStep {
        @Override
        public void lower(Ops ops) {
            var flags = Files.O_RDWR | Files.O_NOCTTY | Files.O_CLOEXEC;
            ops.call(Sys.OPENAT)
                    .fd(devpts)
                    .text("ptmx")
                    .openFlags(flags)
                    .number(0)
                    .as(asMaster);
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
