package dev.sampan.linux.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A classic BPF program as the kernel takes it: at most 4096 instructions. */
public record ClassicProgram(List<ClassicInstruction> instructions) {

    private static final int BPF_MAXINSNS = 4096;

    public ClassicProgram {
        instructions = List.copyOf(instructions);
        if (instructions.size() > BPF_MAXINSNS) {
            throw new IllegalArgumentException(
                    "a filter of " + instructions.size() + " instructions: the kernel takes " + BPF_MAXINSNS);
        }
    }

    /** An array of struct sock_filter, little-endian as both architectures are. */
    public byte[] bytes() {
        var out = ByteBuffer.allocate(instructions.size() * ClassicInstruction.SIZE)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (var i : instructions) {
            out.putShort((short) i.code()).put((byte) i.jt()).put((byte) i.jf()).putInt(i.k());
        }
        return out.array();
    }

    public static ClassicProgram of(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var instructions = new ArrayList<ClassicInstruction>();
        while (in.remaining() >= ClassicInstruction.SIZE) {
            instructions.add(
                    new ClassicInstruction(in.getShort() & 0xffff, in.get() & 0xff, in.get() & 0xff, in.getInt()));
        }
        return new ClassicProgram(instructions);
    }

    /** One line per instruction, jumps as absolute numbers. */
    public String listing() {
        var out = new StringBuilder();
        for (int at = 0; at < instructions.size(); at++) {
            out.append("%4d: %s%n".formatted(at, instructions.get(at).text(at)));
        }
        return out.toString();
    }
}
