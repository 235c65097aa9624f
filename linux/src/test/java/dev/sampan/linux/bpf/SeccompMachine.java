package dev.sampan.linux.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Runs a classic program on a struct seccomp_data as the kernel would. */
public final class SeccompMachine {

    private SeccompMachine() {}

    public static int run(ClassicProgram program, int audit, int number, long... arguments) {
        var data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, number).putInt(4, audit);
        long[] six = Arrays.copyOf(arguments, 6);
        for (int i = 0; i < 6; i++) {
            data.putLong(16 + 8 * i, six[i]);
        }
        int a = 0;
        for (int at = 0; ; at++) {
            var i = program.instructions().get(at);
            switch (i.code()) {
                case ClassicInstruction.LD_W_ABS -> a = data.getInt(i.k());
                case ClassicInstruction.AND -> a &= i.k();
                case ClassicInstruction.JA -> at += i.k();
                case ClassicInstruction.JEQ -> at += a == i.k() ? i.jt() : i.jf();
                case ClassicInstruction.JGT -> at += Integer.compareUnsigned(a, i.k()) > 0 ? i.jt() : i.jf();
                case ClassicInstruction.JGE -> at += Integer.compareUnsigned(a, i.k()) >= 0 ? i.jt() : i.jf();
                case ClassicInstruction.RET -> {
                    return i.k();
                }
                default -> throw new AssertionError("the kernel refuses code " + i.code());
            }
        }
    }
}
