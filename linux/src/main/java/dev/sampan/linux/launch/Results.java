package dev.sampan.linux.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The memory in which the interpreter leaves each operation's result and times. Written by the launched process only. */
record Results(ByteBuffer bytes) {
    static final int HEADER = 56;
    static final int SLOT = 24;
    static final int CHILD = 16;
    private static final int START = 24;
    private static final int CALIBRATED = 40;

    static Results of(byte[] content) {
        return new Results(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The index of the operation that failed, or -1. */
    int failed() {
        return bytes.getInt(0) - 1;
    }

    int errno() {
        return bytes.getInt(4);
    }

    /** The pid of the first clone, written by the kernel before the child begins (CLONE_PARENT_SETTID). */
    int child() {
        return bytes.getInt(CHILD);
    }

    long result(int operation) {
        return bytes.getLong(HEADER + SLOT * operation);
    }

    /** CLOCK_MONOTONIC in nanoseconds, 0 where the operation was not reached. */
    long began(int operation) {
        return bytes.getLong(HEADER + SLOT * operation + 8);
    }

    /** 0 where it has not returned; a successful execve never does. */
    long ended(int operation) {
        return bytes.getLong(HEADER + SLOT * operation + 16);
    }

    /** A time in ticks as CLOCK_MONOTONIC: the line through the two moments at which both clocks were read. */
    long nanoseconds(long ticks) {
        var elapsed = bytes.getLong(CALIBRATED) - bytes.getLong(START);
        if (elapsed <= 0) return 0;
        var perTick = (double) (bytes.getLong(CALIBRATED + 8) - bytes.getLong(START + 8)) / elapsed;
        return bytes.getLong(START + 8) + (long) ((ticks - bytes.getLong(START)) * perTick);
    }
}
