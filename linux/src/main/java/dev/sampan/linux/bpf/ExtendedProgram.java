package dev.sampan.linux.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An eBPF program of a few instructions. */
public record ExtendedProgram(List<ExtendedInstruction> instructions) {

    public ExtendedProgram {
        instructions = List.copyOf(instructions);
    }

    /** An array of struct bpf_insn, little-endian as both architectures are. */
    public byte[] bytes() {
        var out = ByteBuffer.allocate(instructions.size() * ExtendedInstruction.SIZE)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (var i : instructions) {
            out.put((byte) i.code())
                    .put((byte) (i.source() << 4 | i.destination()))
                    .putShort((short) i.offset())
                    .putInt(i.immediate());
        }
        return out.array();
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
