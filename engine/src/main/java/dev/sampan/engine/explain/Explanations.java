package dev.sampan.engine.explain;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.store.StateFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;

/** The last start of each container: first in memory, then in a file that the next daemon reads too. */
public final class Explanations {

    private static final System.Logger LOG = System.getLogger(Explanations.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SUFFIX = ".json.gz";
    private static final int LATER_MILLISECONDS = 500;

    private final Path directory;
    private final Map<String, Recording> fresh = new ConcurrentHashMap<>();
    private final Executor later = CompletableFuture.delayedExecutor(
            LATER_MILLISECONDS,
            TimeUnit.MILLISECONDS,
            task -> Thread.ofVirtual().name("explain").start(task));

    /** @param directory of this class's own; made when it is missing */
    public Explanations(Path directory) {
        this.directory = directory;
    }

    /** Remembers a start, successful or not, instead of the one before. */
    public void keep(String id, Recording recording) {
        fresh.put(id, recording);
        // Holds no recording: that of a container that is removed meanwhile must not live on.
        later.execute(() -> storeFresh(id));
    }

    public Optional<Explanation> of(String id) {
        var recording = fresh.get(id);
        return recording != null ? Optional.of(recording.explain(id)) : read(id);
    }

    public Optional<List<String>> text(String id) {
        return of(id).map(AsText::of);
    }

    public Optional<byte[]> json(String id) {
        return of(id).map(JSON::writeValueAsBytes);
    }

    /** Lines of a script that makes the same process with a shell's means. */
    public Optional<List<String>> script(String id) {
        return of(id).map(Explanation::script);
    }

    public void remove(String id) {
        fresh.remove(id);
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            throw new UncheckedIOException("delete " + file(id), e);
        }
    }

    /** Removes what an earlier engine kept of containers that are no more. */
    public void reconcile(Set<String> ids) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.endsWith(SUFFIX) || !ids.contains(name.substring(0, name.length() - SUFFIX.length()))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.WARNING, "clean " + directory + ": " + Cause.of(e));
        }
    }

    /** Nothing is left in memory alone. */
    public void flush() {
        fresh.forEach(this::store);
    }

    private void storeFresh(String id) {
        var recording = fresh.get(id);
        if (recording != null) {
            store(id, recording);
        }
    }

    /** One at a time: the end of the engine stores what a delayed task is storing, too. */
    private synchronized void store(String id, Recording recording) {
        if (fresh.get(id) != recording) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Path temporary = directory.resolve("." + id);
            write(temporary, recording.explain(id));
            Files.move(temporary, file(id), StandardCopyOption.ATOMIC_MOVE);
            if (!fresh.remove(id, recording)) {
                Files.deleteIfExists(file(id));
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the explanation of " + id + " was not stored: " + Cause.of(e), e);
        }
    }

    /** A tenth of its size: the exec root is memory on most hosts. */
    private static void write(Path file, Explanation explanation) throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            JSON.writeValue(out, explanation);
        }
    }

    private Optional<Explanation> read(String id) {
        return StateFile.read(file(id), content -> {
            try (var in = new GZIPInputStream(new ByteArrayInputStream(content))) {
                return JSON.readValue(in, Explanation.class);
            }
        });
    }

    private Path file(String id) {
        return directory.resolve(id + SUFFIX);
    }
}
