package dev.sampan.linux.syscall;

import java.util.ArrayList;
import java.util.List;

/**
 * An open descriptor that this process owns, close-on-exec. Closed once; a closed one answers -1 for its number.
 *
 * <p>Whatever watches the number ({@link Watch}) ends before the number can be another file's: an epoll set that is told to forget it
 * later would forget the other file.
 */
public final class Fd implements AutoCloseable {
    /** Something that knows a descriptor by its number. Its own changes hold the descriptor's monitor. */
    public interface Watch {
        /** Called with the descriptor still open and its monitor held: forgets the number. */
        void end();

        /** Called afterwards without the monitor: whoever waits is told that nothing comes any more. */
        void ended();
    }

    private volatile int number;
    private final List<Watch> watches = new ArrayList<>(1);

    public Fd(int number) {
        if (number < 0) throw new IllegalArgumentException("not a descriptor: " + number);
        this.number = number;
    }

    /** Its number in this process, or -1 once closed. */
    public int number() {
        return number;
    }

    public boolean isOpen() {
        return number() >= 0;
    }

    /** Ended with this descriptor at the latest. EBADF when that is closed already. */
    public synchronized void add(Watch watch) {
        if (number < 0) throw new ErrnoException("watch", "a closed descriptor", Errno.EBADF);
        watches.add(watch);
    }

    public synchronized void remove(Watch watch) {
        watches.remove(watch);
    }

    /** Gives the number away: this object no longer closes it. */
    public int release() {
        int open;
        List<Watch> ending;
        synchronized (this) {
            ending = List.copyOf(watches);
            ending.forEach(Watch::end);
            watches.clear();
            open = number;
            number = -1;
        }
        ending.forEach(Watch::ended);
        return open;
    }

    /** A path that opens the same object from within this process. */
    public String path() {
        return "/proc/self/fd/" + number();
    }

    @Override
    public void close() {
        var open = release();
        if (open >= 0) Files.close(open);
    }

    @Override
    public String toString() {
        return "fd " + number();
    }
}
