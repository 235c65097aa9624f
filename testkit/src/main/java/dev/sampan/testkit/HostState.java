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
 * What the tests of this JVM hold on the host at one moment, as sorted names per kind, to be compared with a later moment. Others come
 * and go on the same host: what is theirs is told by {@link Own#MARK}, and by what a process descends from.
 */
public record HostState(Map<String, Set<String>> kinds) {

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final List<String> OTHERS =
            List.of("/tmp/", "/run/", "/var/", "/dev/shm/", "/mnt/", "/home/", "/root/");

    /** Reads the state now. Kinds: mount, link, nft, cgroup, process, fd. */
    public static HostState read() {
        var kinds = new LinkedHashMap<String, Set<String>>();
        kinds.put("mount", set(HostState::mounts));
        kinds.put("link", set(HostState::links));
        kinds.put("nft", set(HostState::nftTables));
        kinds.put("cgroup", set(HostState::cgroups));
        kinds.put("process", set(HostState::processes));
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

    private static Set<String> set(Callable<? extends Collection<String>> reader) {
        try {
            return new TreeSet<>(reader.call());
        } catch (IOException | UncheckedIOException e) {
            return Set.of();
        } catch (Exception e) {
            throw new IllegalStateException("cannot read the host's state", e);
        }
    }

    /** Other processes mount below their own directories; what is mounted anywhere else may be ours. */
    private static List<String> mounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.split(" ")[4])
                .filter(place -> isOurs(place) || OTHERS.stream().noneMatch(place::startsWith))
                .toList();
    }

    /** Ours by name or by the bridge it is on, and a cable that is on none. */
    private static List<String> links() throws IOException {
        Path all = Path.of("/sys/class/net");
        try (Stream<Path> links = Files.list(all)) {
            return links.map(path -> path.getFileName().toString())
                    .filter(link -> isOurs(link)
                            || target(all.resolve(link + "/master"))
                                    .map(HostState::isOurs)
                                    .orElse(link.startsWith("veth")))
                    .toList();
        }
    }

    private static boolean isOurs(String name) {
        return name.contains(Own.MARK);
    }

    private static List<String> nftTables() throws IOException {
        if (!Files.isExecutable(Path.of("/usr/sbin/nft"))) {
            return List.of();
        }
        var nft = new ProcessBuilder("/usr/sbin/nft", "list", "tables")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var tables = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        nft.onExit().join(); // or it is found among the processes
        return tables.lines().filter(HostState::isOurs).toList();
    }

    /** One that vanishes while we look is not there. */
    private static List<String> cgroups() throws IOException {
        var found = new ArrayList<String>();
        Files.walkFileTree(CGROUPS, Set.of(), 6, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (isOurs(directory.toString())) {
                    found.add(directory.toString());
                }
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

    /** Those below this JVM, and interpreters that lost their parent but hold a file of ours. */
    private static List<String> processes() {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> descends(process, self)
                        || commandOf(process.pid()).startsWith("sampan") && holdsOurs(process.pid()))
                .map(process -> process.pid() + " " + commandOf(process.pid()))
                .filter(name -> !name.endsWith(" "))
                .toList();
    }

    private static boolean holdsOurs(long pid) {
        try (Stream<Path> fds = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return fds.anyMatch(fd -> target(fd).filter(HostState::isOurs).isPresent());
        } catch (IOException | UncheckedIOException e) {
            return false; // it ended while we were looking
        }
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
}
