package dev.sampan.linux.launch;

import dev.sampan.linux.arch.Arch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Lays a plan out as the interpreter maps it: a header, the operations, and the memory they point into. */
public final class PlanEncoder {
    /** Where the interpreter maps the plan, so that pointers need no relocation. */
    static final long BASE = 0x10_0000_0000L;

    /** Where the interpreter maps the results' file, from its first byte on. */
    static final long RESULTS_FILE = 0x11_0000_0000L - Results.TRUSTED;

    private static final long MAGIC = 0x314e414c504d5353L; // "SSMPLAN1"
    private static final int HEADER = 64;

    private PlanEncoder() {}

    static EncodedPlan encode(LaunchPlan plan, Arch arch) {
        var ops = new Ops(arch, plan.inherited());
        ops.lower(plan.steps());
        var operations = ops.operations();
        var next = BASE + HEADER + (long) Op.SIZE * operations.size();
        for (var op : operations) next = op.settle(next);
        var image = ByteBuffer.allocate((int) (next - BASE)).order(ByteOrder.LITTLE_ENDIAN);
        var encoded = new EncodedPlan(image.array(), operations, ops.steps());
        image.putLong(0, MAGIC);
        image.putInt(8, operations.size());
        image.putLong(16, image.capacity());
        image.putLong(24, encoded.resultsSize());
        for (int i = 0; i < operations.size(); i++) operations.get(i).write(image, HEADER + Op.SIZE * i, BASE, arch);
        return encoded;
    }

    /** The encoded bytes alone, for measuring. */
    public static byte[] bytes(LaunchPlan plan, Arch arch) {
        return encode(plan, arch).image();
    }
}
