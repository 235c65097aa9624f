package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroup;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The groups of launches and ends that were cut off. Another engine may have its groups below the same parent, so a group is ours only
 * when a process directory of its name is in our exec root: a launch makes that first, and an end removes it last.
 */
final class LeftGroups {

    private static final System.Logger LOG = System.getLogger(LeftGroups.class.getName());

    private final Parts parts;

    LeftGroups(Parts parts) {
        this.parts = parts;
    }

    /** Before the process directories are swept. */
    void remove(Set<String> running) throws IOException {
        Path processes = parts.places().processes();
        if (!Files.exists(processes)) {
            return;
        }
        try (var directories = Files.newDirectoryStream(processes)) {
            for (Path directory : directories) {
                String id = directory.getFileName().toString();
                if (!running.contains(id)) {
                    remove(id, directory);
                }
            }
        }
    }

    private void remove(String id, Path directory) {
        try {
            recorded(id, directory).orElseGet(() -> planned(id)).delete();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "leftover cgroup of container " + id + ": " + e.getMessage(), e);
        }
    }

    /** Where its session says that it is. A launch that was cut off has none, and the file of one may be damaged. */
    private Optional<Cgroup> recorded(String id, Path directory) {
        String path = Session.read(directory).map(Session::cgroup).orElse("");
        int slash = path.lastIndexOf('/');
        return path.substring(slash + 1).equals(id) && slash > 0
                ? Optional.of(parts.cgroups().planned(path.substring(0, slash), id))
                : Optional.empty();
    }

    private Cgroup planned(String id) {
        String parent = parts.table()
                .find(id)
                .map(container -> container.spec().resources().parent())
                .orElse("");
        return parts.cgroups().planned(parent, id);
    }
}
