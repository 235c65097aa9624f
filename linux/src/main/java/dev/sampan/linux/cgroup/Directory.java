package dev.sampan.linux.cgroup;

import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Names;
import dev.sampan.linux.trace.Traced;
import dev.sampan.linux.trace.Tracer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One group in one hierarchy.
 *
 * @param path absolute, below the hierarchy's mount
 */
public record Directory(String path) {

    /** Stands for no limit in {@link #number}. */
    public static final long MAX = Long.MAX_VALUE;

    public Directory child(String name) {
        return new Directory(path.endsWith("/") ? path + name : path + "/" + name);
    }

    public boolean exists() {
        return has("cgroup.procs");
    }

    /** Whether this kernel has a file of this name here. */
    public boolean has(String file) {
        return new java.io.File(path, file).exists();
    }

    /** @return false when it is there already */
    public boolean make() {
        try {
            traced("mkdir " + path, () -> Names.mkdirat(Files.AT_FDCWD, path, 0755));
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EEXIST)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Removes the group, which has no group below and no process.
     *
     * @return false while the kernel still counts a process in it (EBUSY); true too when it is not there
     */
    public boolean remove() {
        try {
            traced("rmdir " + path, () -> Names.unlinkat(Files.AT_FDCWD, path, Files.AT_REMOVEDIR));
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EBUSY)) {
                return false;
            }
            if (e.is(Errno.ENOENT)) {
                return true;
            }
            throw e;
        }
    }

    /** With the groups below. Answers as {@link #remove} does; what is busy stays, all others go. */
    public boolean removeTree() {
        return children().stream().map(Directory::removeTree).reduce(true, (a, b) -> a & b) && remove();
    }

    /** The groups directly below. */
    public List<Directory> children() {
        var names = new java.io.File(path).list((parent, name) -> new java.io.File(parent, name).isDirectory());
        if (names == null) {
            return List.of();
        }
        return java.util.Arrays.stream(names).sorted().map(this::child).toList();
    }

    public void write(String file, String value) {
        write(file, List.of(value));
    }

    public void write(String file, long value) {
        write(file, value == MAX ? "max" : Long.toString(value));
    }

    /** Several values into one file, one write(2) each: a control file takes one command at a time. */
    public void write(String file, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        try (var fd = quietly(() -> Files.open(path + "/" + file, Files.O_WRONLY))) {
            for (var value : values) {
                traced(
                        "echo '" + value + "' > " + path + "/" + file,
                        () -> Content.write(fd.number(), value.getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (ErrnoException e) {
            throw new ErrnoException(
                    "write", "\"" + String.join("\", \"", values) + "\" to " + path + "/" + file, e.errno());
        }
    }

    /** The whole file without the newline at its end. */
    public String read(String file) {
        try (var fd = Files.open(path + "/" + file, Files.O_RDONLY)) {
            return new String(Content.readAll(fd.number()), StandardCharsets.US_ASCII).stripTrailing();
        }
    }

    /** Like {@link #read}, but empty when the file or the group is not there (any more). */
    public Optional<String> find(String file) {
        try {
            return Optional.of(read(file));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A single number; {@code max} is {@link #MAX}; a file that is not there is {@code otherwise}. */
    public long number(String file, long otherwise) {
        return find(file).map(t -> t.equals("max") ? MAX : Long.parseLong(t)).orElse(otherwise);
    }

    /** A file of lines {@code key number}. Empty when it is not there. */
    public Map<String, Long> table(String file) {
        var result = new LinkedHashMap<String, Long>();
        for (var line : find(file).orElse("").lines().toList()) {
            int space = line.indexOf(' ');
            if (space > 0 && Character.isDigit(line.charAt(line.length() - 1))) {
                result.put(
                        line.substring(0, space),
                        Long.parseUnsignedLong(line.substring(space + 1).strip()));
            }
        }
        return result;
    }

    /** Processes in this group and in those below. */
    public List<Integer> processes() {
        var result = new ArrayList<Integer>();
        find("cgroup.procs")
                .ifPresent(text -> text.lines().map(Integer::valueOf).forEach(result::add));
        children().forEach(c -> result.addAll(c.processes()));
        return result;
    }

    /** For clone3(CLONE_INTO_CGROUP) and for attaching programs. */
    public Fd open() {
        return Files.open(path, Files.O_RDONLY | Files.O_DIRECTORY);
    }

    private static <T> T quietly(java.util.function.Supplier<T> operation) {
        return Tracer.active() ? Tracer.during(t -> {}, operation::get) : operation.get();
    }

    /** One line of explain: what a shell would do. */
    private static void traced(String text, Runnable operation) {
        if (!Tracer.active()) {
            operation.run();
            return;
        }
        var began = System.nanoTime();
        String result = "ok";
        try {
            quietly(() -> {
                operation.run();
                return true;
            });
        } catch (ErrnoException e) {
            result = e.errno().name();
            throw e;
        } finally {
            Tracer.emit(new Traced(Traced.Kind.CGROUP, text, result, began, System.nanoTime() - began));
        }
    }
}
