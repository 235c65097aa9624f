package dev.sampan.linux.bpf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which device nodes the processes of a cgroup may make and open: what cgroup v1's devices controller does, as a program of type
 * BPF_PROG_TYPE_CGROUP_DEVICE (Linux 4.15).
 *
 * @param allowed what holds for a device without an exception
 * @param exceptions where {@code allowed} is false: an access is let through when one of them covers all of it. Where it is true:
 *     refused when one of them covers any of it
 */
public record DeviceFilter(boolean allowed, List<Exception> exceptions) {

    public static final int MKNOD = 1;
    public static final int READ = 2;
    public static final int WRITE = 4;

    private static final int BLOCK = 1;
    private static final int CHARACTER = 2;

    // Registers of the program.
    private static final int ANSWER = 0;
    private static final int CONTEXT = 1;
    private static final int TYPE = 2;
    private static final int ACCESS = 3;
    private static final int MAJOR = 4;
    private static final int MINOR = 5;

    public DeviceFilter {
        exceptions = List.copyOf(exceptions);
    }

    /**
     * @param type {@code b} or {@code c}
     * @param major empty is each
     * @param access bits of MKNOD, READ, WRITE
     */
    public record Exception(char type, OptionalLong major, OptionalLong minor, int access) {}

    public ExtendedProgram assemble() {
        var out = new ArrayList<ExtendedInstruction>();
        // struct bpf_cgroup_dev_ctx: access << 16 | type, major, minor
        load(out, TYPE, 0);
        out.add(new ExtendedInstruction(ExtendedInstruction.MOV32_REGISTER, ACCESS, TYPE, 0, 0));
        out.add(immediate(ExtendedInstruction.AND32_IMMEDIATE, TYPE, 0xffff));
        out.add(immediate(ExtendedInstruction.RSH32_IMMEDIATE, ACCESS, 16));
        load(out, MAJOR, 4);
        load(out, MINOR, 8);
        for (var exception : exceptions) {
            out.addAll(block(exception));
        }
        answer(out, allowed);
        return new ExtendedProgram(out);
    }

    /** Falls through to the next block where the exception does not match. */
    private List<ExtendedInstruction> block(Exception e) {
        var tests = new ArrayList<ExtendedInstruction>();
        tests.add(unless(TYPE, e.type == 'b' ? BLOCK : CHARACTER));
        e.major.ifPresent(m -> tests.add(unless(MAJOR, (int) m)));
        e.minor.ifPresent(m -> tests.add(unless(MINOR, (int) m)));
        int all = MKNOD | READ | WRITE;
        if (e.access != all) {
            tests.add(new ExtendedInstruction(ExtendedInstruction.MOV32_REGISTER, CONTEXT, ACCESS, 0, 0));
            // Not covered: a bit outside of the exception's. Refused in part: any bit inside.
            tests.add(immediate(ExtendedInstruction.AND32_IMMEDIATE, CONTEXT, allowed ? e.access : all & ~e.access));
            tests.add(allowed ? zeroSkips() : unless(CONTEXT, 0));
        }
        int end = tests.size() + 2;
        for (int i = 0; i < tests.size(); i++) {
            var test = tests.get(i);
            if (test.code() == ExtendedInstruction.JNE_IMMEDIATE || test.code() == ExtendedInstruction.JEQ_IMMEDIATE) {
                tests.set(
                        i, new ExtendedInstruction(test.code(), test.destination(), 0, end - i - 1, test.immediate()));
            }
        }
        answer(tests, !allowed);
        return tests;
    }

    private static ExtendedInstruction zeroSkips() {
        return new ExtendedInstruction(ExtendedInstruction.JEQ_IMMEDIATE, CONTEXT, 0, 0, 0);
    }

    private static ExtendedInstruction unless(int register, int value) {
        return new ExtendedInstruction(ExtendedInstruction.JNE_IMMEDIATE, register, 0, 0, value);
    }

    private static ExtendedInstruction immediate(int code, int register, int value) {
        return new ExtendedInstruction(code, register, 0, 0, value);
    }

    private static void load(List<ExtendedInstruction> out, int register, int offset) {
        out.add(new ExtendedInstruction(ExtendedInstruction.LDX_W, register, CONTEXT, offset, 0));
    }

    private static void answer(List<ExtendedInstruction> out, boolean yes) {
        out.add(immediate(ExtendedInstruction.MOV64_IMMEDIATE, ANSWER, yes ? 1 : 0));
        out.add(new ExtendedInstruction(ExtendedInstruction.EXIT, 0, 0, 0, 0));
    }
}
