package dev.sampan.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sampan.linux.syscall.Call;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Sys;
import java.lang.foreign.MemorySegment;

/** bpf(2), as far as device filters need it. A program lives as long as the cgroup that it is attached to. */
public final class Bpf {

    private static final int BPF_PROG_LOAD = 5;
    private static final int BPF_PROG_ATTACH = 8;
    private static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
    private static final int BPF_CGROUP_DEVICE = 6;
    /** Programs of the groups above stay in force too: an access needs the consent of all. */
    private static final int BPF_F_ALLOW_MULTI = 2;

    /** union bpf_attr, of which each command reads its part. */
    private static final int ATTR_SIZE = 120;

    private Bpf() {}

    /** Has the verifier check a device filter. */
    public static Fd loadDeviceFilter(ExtendedProgram program) {
        try (var call = new Call(Sys.BPF)) {
            var code = program.bytes();
            var attr = call.allocate(ATTR_SIZE);
            attr.set(JAVA_INT, 0, BPF_PROG_TYPE_CGROUP_DEVICE);
            attr.set(JAVA_INT, 4, program.instructions().size());
            attr.set(JAVA_LONG, 8, call.copied(code).address());
            attr.set(JAVA_LONG, 16, call.text("Apache-2.0").address());
            return new Fd(run(call, BPF_PROG_LOAD, "BPF_PROG_LOAD", attr, "a device filter"));
        }
    }

    /** Puts a filter in force for a cgroup v2 directory, beside those that are already attached to it. */
    public static void attachDeviceFilter(Fd cgroup, Fd program) {
        try (var call = new Call(Sys.BPF)) {
            run(call, BPF_PROG_ATTACH, "BPF_PROG_ATTACH", target(call, cgroup, program), cgroup);
        }
    }

    private static MemorySegment target(Call call, Fd cgroup, Fd program) {
        var attr = call.allocate(ATTR_SIZE);
        attr.set(JAVA_INT, 0, cgroup.number());
        attr.set(JAVA_INT, 4, program.number());
        attr.set(JAVA_INT, 8, BPF_CGROUP_DEVICE);
        attr.set(JAVA_INT, 12, BPF_F_ALLOW_MULTI);
        return attr;
    }

    private static int run(Call call, int command, String name, MemorySegment attr, Object shown) {
        return call.memoryless(command, name)
                .memory(attr, "{" + shown + "}")
                .number(ATTR_SIZE)
                .runInt();
    }
}
