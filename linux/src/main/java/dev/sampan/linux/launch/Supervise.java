package dev.sampan.linux.launch;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Sys;
import dev.sampan.linux.syscall.Terminals;
import java.util.List;

/**
 * Keeps the child and the {@link Slot}s, closes the rest, and waits for the child of {@code pidfd}, closing STDIN when
 * CONTROL asks for it; then writes and syncs the {@link ExitRecord} into EXIT_RECORD, and ends. The last step of a
 * supervisor.
 */
public record Supervise(Ref pidfd) implements Step {
    private static final int POLLIN = 1;
    /** Linux 6.11; before it the call fails, and the child takes its mounts down itself. */
    private static final int PIDFD_GET_MNT_NAMESPACE = 0xff03;

    private static final int STATX_NLINK = 4;
    private static final long NAP_NANOSECONDS = 50_000_000;

    @Override
    public void lower(Ops ops) {
        // Executed through /proc, it would be called by a number.
        ops.prctl(Processes.PR_SET_NAME, "PR_SET_NAME").text("sampan-keeper");
        // A pidfd that is in its place already answers EINVAL.
        ops.call(Sys.DUP3)
                .fd(pidfd)
                .slot(Slot.CHILD)
                .flags(Files.O_CLOEXEC, Files.DESCRIPTOR_FLAGS)
                .tolerate(Errno.EINVAL);
        // The daemon sees the link end when the child executes its program: this copy must not hold it open.
        ops.call(Sys.CLOSE).slot(Slot.LINK);
        ops.call(Sys.CLOSE_RANGE)
                .number(Slot.FIRST_FREE)
                .number(Integer.MAX_VALUE)
                .number(0);
        // The last one to leave takes the mounts down and waits for RCU: that is us, when the end is told, not the
        // child before.
        ops.call(Sys.IOCTL)
                .slot(Slot.CHILD)
                .name(PIDFD_GET_MNT_NAMESPACE, "PIDFD_GET_MNT_NAMESPACE")
                .number(0)
                .tolerateAll();
        var record = ExitRecord.cell();
        ops.call(Sys.CLOCK_GETTIME).name(0, "CLOCK_REALTIME").memory(record, ExitRecord.STARTED, "&started");
        var polled = Cell.space(16)
                .putInt(0, Slot.CHILD.number())
                .putShort(4, POLLIN)
                .putInt(8, Slot.CONTROL.number())
                .putShort(12, POLLIN);
        var again = ops.here();
        var ended = new Label();
        ops.call(Sys.PPOLL)
                .memory(polled, "{child, control}")
                .number(2)
                .nothing()
                .nothing()
                .number(8);
        ops.jumpUnless(polled, 6, 2, 0xffff, 0, ended);
        ops.call(Sys.READ).slot(Slot.CONTROL).memory(Cell.space(8), "count").number(8);
        ops.call(Sys.CLOSE).slot(Slot.STDIN).tolerate(Errno.EBADF);
        ops.jump(again);
        ops.place(ended);
        ops.call(Sys.WAITID)
                .name(Processes.P_PIDFD, "P_PIDFD")
                .slot(Slot.CHILD)
                .memory(record, ExitRecord.SIGINFO, "&siginfo")
                .name(Processes.WEXITED, "WEXITED")
                .nothing();
        ops.call(Sys.CLOCK_GETTIME).name(0, "CLOCK_REALTIME").memory(record, ExitRecord.FINISHED, "&finished");
        ops.call(Sys.PWRITE64)
                .slot(Slot.EXIT_RECORD)
                .memory(record, "record")
                .number(ExitRecord.SIZE)
                .number(0)
                .atLeast(ExitRecord.SIZE);
        // Told before the disk has it: the daemon's death loses nothing that is written, only a power cut does.
        ops.call(Sys.WRITE)
                .slot(Slot.RECORDED)
                .memory(Cell.longs(1), "{1}")
                .number(8)
                .tolerateAll();
        ops.call(Sys.FSYNC).slot(Slot.EXIT_RECORD).tolerate(Errno.EINVAL);
        awaitReader(ops);
        ops.call(Sys.EXIT_GROUP).number(0);
    }

    /**
     * What was written last stays in the pipes until a daemon, maybe the next one, has read it or asks us to let go. Nobody
     * will when the exit record has lost its name: a daemon that did not know of this launch has swept its directory.
     */
    private static void awaitReader(Ops ops) {
        var control = Cell.space(8).putInt(0, Slot.CONTROL.number()).putShort(4, POLLIN);
        var gone = new Label();
        var nap = new Label();
        var named = new Label();
        var timeout = Cell.longs(0, NAP_NANOSECONDS);
        var record = Cell.space(Stat.SIZE);
        var check = ops.here();
        for (var slot : List.of(Slot.STDOUT, Slot.STDERR, Slot.TERMINAL)) {
            var unread = Cell.space(4);
            ops.call(Sys.IOCTL)
                    .slot(slot)
                    .name(Terminals.FIONREAD, "FIONREAD")
                    .memory(unread, "&unread")
                    .tolerateAll();
            ops.jumpUnless(unread, 0, 4, 0xffffffffL, 0, nap);
        }
        ops.jump(gone);
        ops.place(nap);
        ops.call(Sys.STATX)
                .slot(Slot.EXIT_RECORD)
                .text("")
                .name(Files.AT_EMPTY_PATH, "AT_EMPTY_PATH")
                .name(STATX_NLINK, "STATX_NLINK")
                .memory(record, "&record");
        ops.jumpUnless(record, Stat.LAYOUT.offset("stx_nlink"), 4, 0xffffffffL, 0, named);
        ops.jump(gone);
        ops.place(named);
        // The kernel leaves what is left of the time there: without this the second poll would not wait at all.
        ops.store(timeout, Long.BYTES, Long.BYTES, NAP_NANOSECONDS);
        ops.call(Sys.PPOLL)
                .memory(control, "{control}")
                .number(1)
                .memory(timeout, "{50 ms}")
                .nothing()
                .number(8);
        ops.jumpIf(control, 6, 2, 0xffff, 0, check);
        ops.place(gone);
    }

    @Override
    public String title() {
        return "supervise";
    }
}
