package dev.sampan.linux.syscall;

import java.util.concurrent.atomic.AtomicInteger;

/** An open descriptor that this process owns, close-on-exec. Closed once; a closed one answers -1 for its number. */
public final class Fd implements AutoCloseable {
    private final AtomicInteger number;

    public Fd(int number) {
        if (number < 0) throw new IllegalArgumentException("not a descriptor: " + number);
        this.number = new AtomicInteger(number);
    }

    /** Its number in this process, or -1 once closed. */
    public int number() {
        return number.get();
    }

    public boolean isOpen() {
        return number() >= 0;
    }

    /** Gives the number away: this object no longer closes it. */
    public int release() {
        return number.getAndSet(-1);
    }

    /** A path that opens the same object from within this process. */
    public String path() {
        return "/proc/self/fd/" + number();
    }

    @Override
    public void close() {
        var open = number.getAndSet(-1);
        if (open >= 0) Files.close(open);
    }

    @Override
    public String toString() {
        return "fd " + number();
    }
}
