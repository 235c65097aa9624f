package dev.sampan.engine.security;

import dev.sampan.engine.oci.Linux.Device;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Names;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Device nodes of the host. */
final class HostDevices {

    private static final Set<String> OWN_DIRECTORIES =
            Set.of("pts", "shm", "fd", "mqueue", ".lxc", ".lxd-mounts", ".udev");
    private static final int DEEPEST = 16;

    private HostDevices() {}

    /**
     * A node by its path on the host, links not followed.
     *
     * @return empty for something else
     * @throws ErrnoException when nothing is there
     */
    static Optional<Device> node(String path, String pathInContainer) {
        var stat = Inodes.statx(Files.AT_FDCWD, path, Files.AT_SYMLINK_NOFOLLOW);
        int type = stat.mode() & Stat.S_IFMT;
        if (type != Stat.S_IFCHR && type != Stat.S_IFBLK) {
            return Optional.empty();
        }
        return Optional.of(new Device(
                pathInContainer,
                type == Stat.S_IFCHR ? "c" : "b",
                Names.major(stat.specialDevice()),
                Names.minor(stat.specialDevice()),
                stat.mode() & 0777,
                (long) stat.uid(),
                (long) stat.gid()));
    }

    /** All below a directory; what vanishes meanwhile is left out. */
    static List<Device> below(String directory, UnaryOperator<String> pathInContainer) {
        var result = new ArrayList<Device>();
        collect(result, new File(directory), pathInContainer, 0);
        return result;
    }

    /** Those of {@code /dev}, without what a container has of its own. */
    static List<Device> ofDev() {
        var result = new ArrayList<Device>();
        for (var entry : sorted(new File("/dev"))) {
            if (entry.getName().equals("console") || OWN_DIRECTORIES.contains(entry.getName())) {
                continue;
            }
            collect(result, entry, UnaryOperator.identity(), 0);
        }
        return result;
    }

    private static void collect(List<Device> result, File file, UnaryOperator<String> name, int depth) {
        try {
            var stat = Inodes.statx(Files.AT_FDCWD, file.getPath(), Files.AT_SYMLINK_NOFOLLOW);
            if ((stat.mode() & Stat.S_IFMT) == Stat.S_IFDIR && depth < DEEPEST) {
                sorted(file).forEach(f -> collect(result, f, name, depth + 1));
            } else {
                node(file.getPath(), name.apply(file.getPath())).ifPresent(result::add);
            }
        } catch (ErrnoException gone) {
            if (!gone.is(Errno.ENOENT)) {
                throw gone;
            }
        }
    }

    private static List<File> sorted(File directory) {
        var entries = directory.listFiles();
        return entries == null ? List.of() : Arrays.stream(entries).sorted().toList();
    }
}
