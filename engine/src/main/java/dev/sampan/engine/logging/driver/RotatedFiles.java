package dev.sampan.engine.logging.driver;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Names of a log file's earlier parts: {@code file.1} is the one before, {@code file.2} older; with {@code .gz} when compressed.
 *
 * @param count of files in all, the present one included
 */
record RotatedFiles(Path file, int count, boolean compress) {

    private static final String GZ = ".gz";

    private Path part(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static Path packed(Path part) {
        return part.resolveSibling(part.getFileName() + GZ);
    }

    /** Makes place: the oldest goes, each other one gets older, the present one becomes the first. */
    void rotate() throws IOException {
        if (count == 1) {
            // A new file, not an emptied one: who still reads the old one keeps it.
            Files.deleteIfExists(file);
            return;
        }
        for (int i = count - 1; i >= 1; i--) {
            Path younger = i == 1 ? file : part(i - 1);
            Files.deleteIfExists(part(i));
            Files.deleteIfExists(packed(part(i)));
            if (Files.exists(younger)) {
                Files.move(younger, part(i), StandardCopyOption.ATOMIC_MOVE);
            } else if (i > 1 && Files.exists(packed(younger))) {
                Files.move(packed(younger), packed(part(i)), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Packs the first part. A crash leaves either form whole, or both. */
    void compressFirst() throws IOException {
        var plain = part(1);
        var unfinished = file.resolveSibling(file.getFileName() + ".gz.tmp");
        try (var in = Files.newInputStream(plain);
                var to = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
            in.transferTo(to);
        }
        Files.move(unfinished, packed(plain), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(plain);
    }

    /** All that are there, the oldest first, the present one last. */
    List<Path> oldestFirst() {
        var result = new ArrayList<Path>();
        for (int i = Math.max(count, oldest()); i >= 1; i--) {
            existing(i).ifPresent(result::add);
        }
        if (Files.exists(file)) {
            result.add(file);
        }
        return result;
    }

    /** The part that is {@code ago} rotations old; 0 is the present one. */
    Optional<Path> existing(long ago) {
        if (ago == 0) {
            return Files.exists(file) ? Optional.of(file) : Optional.empty();
        }
        var part = part((int) ago);
        if (Files.exists(part)) {
            return Optional.of(part);
        }
        return Files.exists(packed(part)) ? Optional.of(packed(part)) : Optional.empty();
    }

    /** An earlier run may have kept more files than this one's options say. */
    private int oldest() {
        int i = 1;
        while (existing(i).isPresent()) {
            i++;
        }
        return i - 1;
    }

    static InputStream open(Path part) throws IOException {
        var raw = Files.newInputStream(part);
        return part.toString().endsWith(GZ) ? new GZIPInputStream(new BufferedInputStream(raw)) : raw;
    }
}
