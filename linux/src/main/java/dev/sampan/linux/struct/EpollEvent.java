package dev.sampan.linux.struct;

import dev.sampan.linux.arch.Arch;
import java.lang.foreign.MemorySegment;

/** struct epoll_event: packed to 12 bytes on x86-64 only, 16 bytes with natural alignment elsewhere. */
public record EpollEvent(int events, long data) {
    public static final Layout LAYOUT = layout(Arch.host());
    public static final int SIZE = LAYOUT.size();

    public static Layout layout(Arch arch) {
        var layout =
                switch (arch) {
                    case X86_64 -> Layout.packed("epoll_event", 12);
                    case AARCH64 -> Layout.of("epoll_event", 16);
                };
        return layout.u32("events").u64("data").end();
    }

    public byte[] bytes() {
        return LAYOUT.writer()
                .set("events", Integer.toUnsignedLong(events))
                .set("data", data)
                .bytes();
    }

    public static EpollEvent read(MemorySegment at) {
        return new EpollEvent((int) LAYOUT.get(at, "events"), LAYOUT.get(at, "data"));
    }
}
