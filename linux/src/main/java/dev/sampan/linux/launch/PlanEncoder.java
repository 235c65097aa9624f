package dev.sampan.linux.launch;

import dev.sampan.linux.arch.Arch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
        var lowered = Lowered.of(plan, arch);
        var operations = lowered.operations();
        var next = BASE + HEADER + (long) Op.SIZE * operations.size();
        for (var op : operations) next = op.settle(next);
        var image = ByteBuffer.allocate((int) (next - BASE)).order(ByteOrder.LITTLE_ENDIAN);
        image.putLong(0, MAGIC);
        image.putInt(8, operations.size());
        image.putLong(16, image.capacity());
        image.putLong(24, Results.fileSize(operations.size()));
        var words = new long[Op.WORDS * operations.size()];
        for (int i = 0; i < operations.size(); i++) operations.get(i).write(words, Op.WORDS * i, arch);
        image.position(HEADER).asLongBuffer().put(words);
        for (var op : operations) op.writeCells(image.array(), BASE);
        return new EncodedPlan(plan, arch, image.array(), operations.size(), execs(operations), opened(lowered));
    }

    private static int[] execs(List<Op> operations) {
        return IntStream.range(0, operations.size())
                .filter(i -> operations.get(i).isExec())
                .toArray();
    }

    private static Map<Ref, EncodedPlan.Opened> opened(Lowered lowered) {
        var opened = new HashMap<Ref, EncodedPlan.Opened>();
        for (int i = 0; i < lowered.operations().size(); i++) {
            var op = lowered.operations().get(i);
            if (op.defines() == null) continue;
            opened.put(
                    op.defines(),
                    new EncodedPlan.Opened(i, lowered.steps().get(op.step()).depth()));
        }
        return opened;
    }

    /** The encoded bytes alone, for measuring. */
    public static byte[] bytes(LaunchPlan plan, Arch arch) {
        return encode(plan, arch).image();
    }
}
