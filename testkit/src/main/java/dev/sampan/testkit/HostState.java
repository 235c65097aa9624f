package dev.sampan.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one host holds at one moment, as sorted names per kind, to be compared with a later moment.
 *
 * <p>Other processes of a shared host come and go: only processes that descend from this JVM, or that carry its mark (an
 * interpreter of ours that lost its parent), are listed.
 */
public record HostState(Map<String, Set<String>> kinds) {

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    /** Reads the state now. Kinds: mount, link, netns, nft, cgroup, process, fd. */
    public static HostState read() {
        var kinds = new LinkedHashMap<String, Set<String>>();
        kinds.put("mount", set(HostState::mounts));
        kinds.put("link", set(HostState::links));
        kinds.put("netns", set(() -> names(Path.of("/run/netns"))));
        kinds.put("nft", set(HostState::nftTables));
        kinds.put("cgroup", set(HostState::cgroups));
        kinds.put("process", set(HostState::descendants));
        kinds.put("fd", set(HostState::descriptors));
        return new HostState(kinds);
    }

    /** Lines such as {@code + link veth1234} for what is here and was not in {@code before}; empty when nothing leaked. */
    public List<String> addedSince(HostState before) {
        var added = new ArrayList<String>();
        kinds.forEach((kind, now) -> now.stream()
                .filter(name -> !before.kinds.getOrDefault(kind, Set.of()).contains(name))
                .forEach(name -> added.add("+ " + kind + " " + name)));
        return added;
    }

    /** Lines such as {@code - mount /proc} for what was there before and is gone. */
    public List<String> goneSince(HostState before) {
        return before.addedSince(this).stream()
                .map(line -> "-" + line.substring(1))
                .toList();
    }

    private static Set<String> set(Callable<? extends Collection<String>> reader) {
        try {
            return new TreeSet<>(reader.call());
        } catch (IOException | UncheckedIOException e) {
            return Set.of();
        } catch (Exception e) {
            throw new IllegalStateException("cannot read the host's state", e);
        }
    }

    private static List<String> mounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.split(" ")[4])
                .toList();
    }

    private static List<String> links() throws IOException {
        return names(Path.of("/sys/class/net"));
    }

    private static List<String> nftTables() throws IOException {
        if (!Files.isExecutable(Path.of("/usr/sbin/nft"))) {
            return List.of();
        }
        var nft = new ProcessBuilder("/usr/sbin/nft", "list", "tables")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** One that vanishes while we look is not there. */
    private static List<String> cgroups() throws IOException {
        var found = new ArrayList<String>();
        Files.walkFileTree(CGROUPS, Set.of(), 6, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                found.add(directory.toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** Children of this JVM and orphans that run our interpreter; the command's name is enough to find the leak. */
    private static List<String> descendants() throws IOException {
        var self = ProcessHandle.current();
        return ProcessHandle.allProcesses()
                .filter(process -> descends(process, self.pid())
                        || commandOf(process.pid()).startsWith("sampan"))
                .map(process -> process.pid() + " " + commandOf(process.pid()))
                .filter(name -> !name.endsWith(" "))
                .toList();
    }

    private static boolean descends(ProcessHandle process, long ancestor) {
        for (Optional<ProcessHandle> at = process.parent();
                at.isPresent();
                at = at.get().parent()) {
            if (at.get().pid() == ancestor) {
                return true;
            }
        }
        return false;
    }

    private static String commandOf(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException e) {
            return ""; // it ended while we were looking
        }
    }

    /** Descriptors of this JVM that are no plain file: number by number they vary, so they are counted per target. */
    private static Collection<String> descriptors() throws IOException {
        var counts = new LinkedHashMap<String, Integer>();
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            for (Path fd : fds.toList()) {
                target(fd).filter(HostState::isOfTheKernel).ifPresent(t -> counts.merge(t, 1, Integer::sum));
            }
        }
        return counts.entrySet().stream()
                .flatMap(e ->
                        Stream.iterate(1, i -> i <= e.getValue(), i -> i + 1).map(i -> e.getKey() + " #" + i))
                .collect(Collectors.toList());
    }

    private static Optional<String> target(Path fd) {
        try {
            return Optional.of(Files.readSymbolicLink(fd).toString().replaceAll("\\[\\d+]", ""));
        } catch (IOException e) {
            return Optional.empty(); // closed meanwhile
        }
    }

    private static boolean isOfTheKernel(String target) {
        return target.contains(":")
                || target.startsWith("/memfd:")
                || target.startsWith("/sys/")
                || target.startsWith("/dev/pt");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString()).toList();
        }
    }
}
