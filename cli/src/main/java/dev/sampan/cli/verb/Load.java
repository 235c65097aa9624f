package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.cli.terminal.Terminal;
import dev.sampan.client.Uri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code sampan load}. */
public final class Load {
    private Load() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS]", "Load images from a tar archive or STDIN", 0, 0, """
              -i, --input string      Read this file instead of STDIN
                  --platform string   Only this platform of the image
              -q, --quiet             No progress
            """, Load::run);
    }

    private static int run(Call call) throws IOException {
        String file = call.flags().string("input");
        if (file.isEmpty() && Terminal.is(0)) {
            throw new Failure("requested load from stdin, but stdin is empty");
        }
        try (InputStream archive = open(call, file)) {
            var path = new Uri("/images/load").with("quiet", "1");
            Progress.print(call.api().post(path.toString(), archive, "application/x-tar"), call.out());
        }
        return 0;
    }

    /** The file, or standard input for "". */
    static InputStream open(Call call, String file) throws IOException {
        try {
            return file.isEmpty() || file.equals("-") ? call.program().in() : Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new Failure("open " + file + ": no such file or directory");
        }
    }
}
