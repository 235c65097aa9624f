package dev.sampan.engine.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.store.StateFile;
import dev.sampan.linux.cgroup.Directory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * The parents that this engine has made for containers with a {@code --cgroup-parent} of their own: they go with the last group below.
 * Somebody else's, which may have limits, stay. Remembered in the exec root, which lives as long as groups do.
 */
final class MadeParents {

    private static final Logger LOG = System.getLogger(MadeParents.class.getName());

    private final Path file;
    private final TreeSet<String> made = new TreeSet<>();

    MadeParents(Path file) {
        this.file = file;
        StateFile.read(file, MadeParents::parse).ifPresent(made::addAll);
    }

    private static List<String> parse(byte[] content) throws IOException {
        String text = new String(content, UTF_8);
        if (!text.endsWith("\n") || !text.lines().allMatch(line -> line.startsWith("/"))) {
            throw new IOException("it is no list of groups");
        }
        return text.lines().toList();
    }

    synchronized void add(Directory parent) {
        if (made.add(parent.path())) {
            write();
        }
    }

    /** After the removal of groups: those above that are empty now, the deepest first. */
    synchronized void removeAbove(List<Directory> groups) {
        boolean removed = made.removeAll(made.descendingSet().stream()
                .filter(parent -> groups.stream().anyMatch(g -> g.path().startsWith(parent + "/")))
                .filter(parent -> new Directory(parent).remove())
                .toList());
        if (removed) {
            write();
        }
    }

    private void write() {
        try {
            if (made.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                StateFile.write(file, (String.join("\n", made) + "\n").getBytes(UTF_8));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "groups above containers may stay: {0}", Cause.of(e));
        }
    }
}
