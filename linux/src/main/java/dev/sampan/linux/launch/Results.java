package dev.sampan.linux.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The memory in which the interpreter leaves each operation's result and times. Written by the launched processes only. */
record Results(ByteBuffer bytes) {
    /** Before the results in their file: here the kernel leaves the first clone's pid, and no child has this memory. */
    static final int TRUSTED = 0x10000;

    static final int HEADER = 40;
    static final int SLOT = 24;
    private static final int START = 8;
    private static final int CALIBRATED = 24;

    /** The size of the file for so many operations. */
    static int fileSize(int operations) {
        return TRUSTED + HEADER + SLOT * operations;
    }

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
