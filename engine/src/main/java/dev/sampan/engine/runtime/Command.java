package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Process;
import java.util.ArrayList;
import java.util.List;

/** Where execve looks for a process's first argument: the container's PATH, never the daemon's. */
record Command(String name, List<String> candidates) {

    static Command of(Process process) {
        String name = process.args().isEmpty() ? "" : process.args().getFirst();
        if (name.indexOf('/') >= 0) {
            return new Command(name, List.of(name));
        }
        var candidates = new ArrayList<String>();
        if (!name.isEmpty()) {
            for (String folder : path(process.env()).split(":", -1)) {
                candidates.add((folder.isEmpty() ? "." : folder) + "/" + name);
            }
        }
        return new Command(name, candidates);
    }

    /** The first PATH wins, as in getenv(3). */
    private static String path(List<String> env) {
        return env.stream()
                .filter(e -> e.startsWith("PATH="))
                .findFirst()
                .map(e -> e.substring("PATH=".length()))
                .orElse("/nonexistent");
    }

    boolean isPath() {
        return name.indexOf('/') >= 0;
    }
}
