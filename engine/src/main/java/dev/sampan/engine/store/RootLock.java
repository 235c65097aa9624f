package dev.sampan.engine.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One engine per data root and per exec root: a second one would sweep what the first is working on. flock(2) on a file in each: the
 * kernel lets go of it when the process ends, however it ends, and no process that the engine starts keeps it, since the descriptor is
 * closed on exec.
 */
public final class RootLock implements AutoCloseable {

    private final List<Fd> held = new ArrayList<>();

    private RootLock() {}

    /** Makes the roots where they are not there yet. Throws Conflict when another engine has one of them, in this process too. */
    public static RootLock take(Places places) throws IOException {
        var lock = new RootLock();
        try {
            lock.take("data root", places.dataRoot());
            StateDirectory.demand(places.execRoot());
            if (!Files.isSameFile(places.dataRoot(), places.execRoot())) {
                lock.take("exec root", places.execRoot());
            }
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void take(String what, Path root) throws IOException {
        Path file = Places.lock(StateDirectory.demand(root));
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
            StateFile.setAside(file, "it is no file that can be locked");
        }
        Fd fd = dev.sampan.linux.syscall.Files.openat(
                dev.sampan.linux.syscall.Files.AT_FDCWD,
                file.toString(),
                dev.sampan.linux.syscall.Files.O_RDWR | dev.sampan.linux.syscall.Files.O_CREAT,
                0600);
        held.add(fd);
        if (!Content.flock(fd.number(), Content.LOCK_EX | Content.LOCK_NB)) {
            throw new Conflict(what + " " + root + " is in use by another engine" + holder(fd));
        }
        Content.ftruncate(fd.number(), 0);
        Content.write(fd.number(), (ProcessHandle.current().pid() + "\n").getBytes(US_ASCII));
    }

    /** For the message only: the file of one that is just starting can be empty. */
    private static String holder(Fd file) {
        String pid = new String(Content.read(file.number(), 20), US_ASCII).strip();
        return pid.matches("[0-9]+") ? " (process " + pid + ")" : "";
    }

    @Override
    public void close() {
        held.forEach(Fd::close);
    }
}
