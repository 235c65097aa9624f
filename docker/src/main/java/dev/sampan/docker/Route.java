package dev.sampan.docker;

import java.io.IOException;
import java.util.Optional;

/**
 * One endpoint. In the pattern, {@code *} stands for a name: at least one character, slashes included, as in Docker.
 *
 * @param path {@code /containers/*}{@code /json}
 */
record Route(String method, String path, Handler handler) {
    /** Exceptions of the engine become its errors; an interrupt means that the client is gone. */
    @FunctionalInterface
    interface Handler {
        void handle(Call call) throws IOException, InterruptedException;
    }

    /** The name in {@code path}, "" for a pattern without one, or nothing if this is another path. */
    Optional<String> match(String path) {
        int star = this.path.indexOf('*');
        if (star < 0) {
            return this.path.equals(path) ? Optional.of("") : Optional.empty();
        }
        String before = this.path.substring(0, star);
        String after = this.path.substring(star + 1);
        boolean matches =
                path.length() > before.length() + after.length() && path.startsWith(before) && path.endsWith(after);
        return matches ? Optional.of(path.substring(star, path.length() - after.length())) : Optional.empty();
    }
}
