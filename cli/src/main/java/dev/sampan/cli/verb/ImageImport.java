package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Reference;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import java.io.IOException;
import java.io.InputStream;

/** {@code sampan import}. */
public final class ImageImport {
    private ImageImport() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] file|URL|- [REPOSITORY[:TAG]]",
                "Make an image of a tarball's contents",
                1,
                2,
                """
              -c, --change list       Apply a Dockerfile instruction to the image
              -m, --message string    Set its commit message
                  --platform string   Set its platform
            """,
                ImageImport::run);
    }

    private static int run(Call call) throws IOException {
        String source = call.argument(0);
        String name = call.arguments().size() > 1 ? call.argument(1) : "";
        if (!name.isEmpty()) {
            Reference.parse(name);
        }
        boolean remote = source.startsWith("http://") || source.startsWith("https://");
        var path = new StringBuilder(new Uri("/images/create")
                .with("fromSrc", remote ? source : "-")
                .with("message", call.flags().string("message"))
                .with("platform", call.flags().string("platform"))
                .with("repo", name)
                .toString());
        for (String change : call.flags().list("change")) {
            path.append('&')
                    .append(new Uri("").with("changes", change).toString().substring(1));
        }
        if (remote) {
            Progress.print(call.api().post(path.toString()), call.out());
            return 0;
        }
        try (InputStream archive = Load.open(call, source)) {
            Progress.print(call.api().post(path.toString(), archive, "application/x-tar"), call.out());
        }
        return 0;
    }
}
