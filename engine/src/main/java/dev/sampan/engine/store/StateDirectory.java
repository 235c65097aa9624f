package dev.sampan.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory of the engine's memory, whatever is in its place. */
public final class StateDirectory {

    private static final FileAttribute<?> FOR_ROOT =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private StateDirectory() {}

    /**
     * Made where it is missing; a file in its place is set aside. A link that leads nowhere is refused as in {@link #demand}: the disk
     * that somebody made it for is perhaps not mounted yet.
     */
    public static Path make(Path directory) throws IOException {
        boolean inTheWay = Files.exists(directory, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(directory)
                && !Files.isSymbolicLink(directory);
        if (inTheWay) {
            StateFile.setAside(directory, "it is no directory");
        }
        return demand(directory);
    }

    /** For one that says what others are kept for: were it empty, a start would take their content for leftovers. */
    public static Path demand(Path directory) throws IOException {
        return made(directory, FOR_ROOT);
    }

    private static Path made(Path directory, FileAttribute<?>... allowed) throws IOException {
        if (Files.isDirectory(directory)) {
            return directory;
        }
        if (Files.isSymbolicLink(directory)) {
            throw new IOException(
                    directory + " is a link to " + Files.readSymbolicLink(directory) + ", which is no directory");
        }
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is no directory");
        }
        if (directory.getParent() != null) {
            made(directory.getParent());
        }
        return Files.createDirectory(directory, allowed);
    }
}
