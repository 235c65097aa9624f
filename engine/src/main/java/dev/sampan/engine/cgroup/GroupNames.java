package dev.sampan.engine.cgroup;

import dev.sampan.engine.error.EngineException.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Paths of groups below the engine's parent. A path given from outside never leaves the hierarchy.
 *
 * @param parent absolute, without a slash at its end
 */
record GroupNames(String parent) {

    GroupNames {
        parent = absolute(parent);
        if (parent.isEmpty()) {
            throw new IllegalArgumentException("the root of the hierarchy is no parent of an engine's groups");
        }
    }

    /** {@code /sampan/<name>}, or below a container's own {@code --cgroup-parent}, which begins at the root of the hierarchy. */
    String of(String ownParent, String name) {
        if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("not the name of a group: " + name);
        }
        return (ownParent.isEmpty() ? parent : absolute(ownParent)) + "/" + name;
    }

    /** Whether a group is the engine's parent, or above it. */
    boolean isOwn(String path) {
        return (parent + "/").startsWith(path + "/");
    }

    /** Every group on the way to {@code path}, itself last. */
    static List<String> chain(String path) {
        var result = new ArrayList<String>();
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            result.add(path.substring(0, slash));
        }
        result.add(path);
        return result;
    }

    /** A process in a group that nobody of this engine made is not ours to kill. */
    static void requireEmpty(Cgroup found) {
        List<Integer> pids = found.pids();
        if (!pids.isEmpty()) {
            throw new Conflict(
                    "cgroup " + found.path() + " is there already, with processes that this engine did not start: "
                            + pids.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
    }

    /** Empty for the root of the hierarchy. */
    private static String absolute(String path) {
        var segments = new ArrayList<String>();
        for (var segment : path.split("/")) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (!segments.isEmpty()) {
                        segments.removeLast();
                    }
                }
                default -> segments.add(segment);
            }
        }
        return segments.stream().map(segment -> "/" + segment).collect(Collectors.joining());
    }
}
