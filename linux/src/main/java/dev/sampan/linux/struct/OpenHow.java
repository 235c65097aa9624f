package dev.sampan.linux.struct;

import dev.sampan.linux.arch.Arch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** struct open_how of openat2(2), Linux 5.6: three u64. Flags are given in x86-64's numbers. */
public record OpenHow(long flags, long mode, long resolve) {
    public static final Layout LAYOUT =
            Layout.of("open_how", 24).u64("flags").u64("mode").u64("resolve").end();
    public static final int SIZE = LAYOUT.size();

    public byte[] bytes(Arch arch) {
        // A plan has a hundred of them: in the order of the layout, without looking its fields up.
        return ByteBuffer.allocate(SIZE)
                .order(ByteOrder.nativeOrder())
                .putLong(arch.openFlags(flags))
                .putLong(mode)
                .putLong(resolve)
                .array();
    }
}
