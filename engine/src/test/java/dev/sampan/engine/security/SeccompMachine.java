package dev.sampan.engine.security;

import dev.sampan.linux.bpf.ClassicProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Runs a classic program on a struct seccomp_data as the kernel would. */
final class SeccompMachine {

    private SeccompMachine() {}

    static int run(ClassicProgram program, int audit, int number, long... arguments) {
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
                case 0x20 -> a = data.getInt(i.k());
                case 0x54 -> a &= i.k();
                case 0x05 -> at += i.k();
                case 0x15 -> at += a == i.k() ? i.jt() : i.jf();
                case 0x25 -> at += Integer.compareUnsigned(a, i.k()) > 0 ? i.jt() : i.jf();
                case 0x35 -> at += Integer.compareUnsigned(a, i.k()) >= 0 ? i.jt() : i.jf();
                case 0x06 -> {
                    return i.k();
                }
                default -> throw new AssertionError("the kernel refuses code " + i.code());
            }
        }
    }
}
