package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;
import dev.sampan.cli.terminal.Terminal;
import dev.sampan.client.Response;
import dev.sampan.client.Uri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code sampan save}. */
public final class Save {
    private Save() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] IMAGE [IMAGE...]", "Save one or more images to a tar archive", 1, Verb.ANY, """
              -o, --output string     Write to this file instead of STDOUT
                  --platform string   Only this platform of the image
            """, Save::run);
    }

    private static int run(Call call) throws IOException {
        var path = new StringBuilder("/images/get");
        for (String name : call.arguments()) {
            path.append(path.indexOf("?") < 0 ? '?' : '&')
                    .append(new Uri("").with("names", name).toString().substring(1));
        }
        refuseTerminal(call, "save");
        try (Response response = call.api().get(path.toString())) {
            write(call, response);
        }
        return 0;
    }

    static void refuseTerminal(Call call, String verb) {
        if (call.flags().string("output").isEmpty() && Terminal.is(1)) {
            throw new Failure("cowardly refusing to " + verb + " to a terminal. Use the -o flag or redirect");
        }
    }

    /** To the -o file, which appears only when it is whole, or to standard output. */
    static void write(Call call, Response response) throws IOException {
        String output = call.flags().string("output");
        if (output.isEmpty()) {
            response.body().transferTo(call.out());
            return;
        }
        Path target = Path.of(output);
        if (target.getParent() != null && !Files.isDirectory(target.getParent())) {
            throw new Failure("failed to save image: invalid output path: stat " + target.getParent()
                    + ": no such file or directory");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            try (var device = Files.newOutputStream(target)) {
                response.body().transferTo(device);
            }
            return;
        }
        Path parent = target.toAbsolutePath().getParent();
        Path partial = Files.createTempFile(parent, ".sampan", ".partial");
        try {
            Files.copy(response.body(), partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
