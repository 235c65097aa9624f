package dev.sampan.engine.process;

import dev.sampan.linux.syscall.Fd;
import java.util.Optional;

/** The daemon's ends of a process's streams, non-blocking. The supervisor holds the same open files, so they outlive the daemon. */
public sealed interface Stdio extends AutoCloseable {

    @Override
    void close();

    /** @param stdin absent reads from /dev/null */
    record Pipes(Optional<Fd> stdin, Fd stdout, Fd stderr) implements Stdio {
        @Override
        public void close() {
            stdin.ifPresent(Fd::close);
            stdout.close();
            stderr.close();
        }
    }

    /**
     * What is written appears to be typed.
     *
     * @param keyboard a second descriptor of the master, because epoll takes each only once
     */
    record Terminal(Fd master, Fd keyboard) implements Stdio {
        @Override
        public void close() {
            keyboard.close();
            master.close();
        }
    }
}
