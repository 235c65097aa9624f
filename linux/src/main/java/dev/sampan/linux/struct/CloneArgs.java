package dev.sampan.linux.struct;

/** struct clone_args of clone3(2) as of Linux 5.7; pointers and descriptors are filled in by the plan. */
public record CloneArgs(long flags, int exitSignal) {
    public static final Layout LAYOUT = Layout.of("clone_args", 88)
            .u64("flags")
            .u64("pidfd")
            .u64("child_tid")
            .u64("parent_tid")
            .u64("exit_signal")
            .u64("stack")
            .u64("stack_size")
            .u64("tls")
            .u64("set_tid")
            .u64("set_tid_size")
            .u64("cgroup")
            .end();
    public static final int SIZE = LAYOUT.size();

    public byte[] bytes() {
        return LAYOUT.writer()
                .set("flags", flags)
                .set("exit_signal", exitSignal)
                .bytes();
    }
}
