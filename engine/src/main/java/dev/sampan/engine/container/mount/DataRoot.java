package dev.sampan.engine.container.mount;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.nio.file.Path;

/**
 * Binds of the engine's data root, of what lies in it, or of a directory above it. They follow what the host mounts and unmounts there:
 * a container that kept a mount of its own would keep the engine from removing what it has put there.
 */
record DataRoot(Path path) {

    /** @param asked empty for what suits */
    String propagation(String source, String asked) {
        boolean concerned = Path.of(source).startsWith(path) || path.startsWith(source);
        if (!concerned) {
            return asked.isEmpty() ? "rprivate" : asked;
        }
        return switch (asked) {
            case "" -> "rslave";
            case "rslave", "rshared" -> asked;
            default ->
                throw new InvalidRequest(
                        "invalid mount config: must use either propagation mode \"rslave\" or \"rshared\""
                                + " when mount source is within the daemon root, daemon root: \"" + path
                                + "\", bind mount source: \"" + source + "\", propagation: \"" + asked + "\"");
        };
    }
}
