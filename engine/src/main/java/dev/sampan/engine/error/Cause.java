package dev.sampan.engine.error;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why something failed, in words: the message of an exception of java.nio is often its file alone, and others have none at all. */
public final class Cause {

    private Cause() {}

    /** With the file where there is one: {@code /x: no such file or directory}. */
    public static String of(Throwable e) {
        if (!(e instanceof FileSystemException failed) || failed.getFile() == null) {
            return reason(e);
        }
        String to = failed.getOtherFile() == null ? "" : " -> " + failed.getOtherFile();
        return failed.getFile() + to + ": " + reason(failed);
    }

    /** For a sentence that names the file itself. */
    public static String reason(Throwable e) {
        return switch (e) {
            case NoSuchFileException absent -> "no such file or directory";
            case FileAlreadyExistsException present -> "file exists";
            case AccessDeniedException denied -> "permission denied";
            case NotDirectoryException other -> "not a directory";
            case DirectoryNotEmptyException full -> "directory not empty";
            case FileSystemException failed when failed.getReason() != null -> asTheKernelSaysIt(failed.getReason());
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static String asTheKernelSaysIt(String reason) {
        return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }
}
