package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Reference;
import dev.sampan.cli.Verb;
import dev.sampan.client.Response;
import dev.sampan.client.Uri;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** {@code sampan pull}. */
public final class Pull {
    private Pull() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS] NAME[:TAG|@DIGEST]", "Download an image from a registry", 1, 1, """
              -a, --all-tags          Download all tagged images of the repository
                  --platform string   Platform of the image
              -q, --quiet             No progress
            """, Pull::run);
    }

    private static int run(Call call) throws IOException {
        boolean quiet = call.flags().bool("quiet");
        String name = call.argument(0);
        if (Reference.parse(name).tag().isEmpty() && !call.flags().bool("all-tags")) {
            call.out().println("Using default tag: latest");
        }
        pull(call, name, call.flags().string("platform"), quiet, call.out());
        call.out().println(canonical(name));
        return 0;
    }

    private static String canonical(String name) {
        String tagged = Reference.split(name).tagged();
        int slash = tagged.indexOf('/');
        boolean host = slash > 0 && tagged.substring(0, slash).matches(".*[.:].*|localhost");
        return host ? tagged : "docker.io/" + (slash < 0 ? "library/" : "") + tagged;
    }

    static void pull(Call call, String name, String platform, boolean quiet, PrintStream out) throws IOException {
        Reference reference = Reference.split(name);
        var path = new Uri("/images/create")
                .with("fromImage", reference.repository())
                .with("tag", reference.tag().isEmpty() ? "latest" : reference.tag())
                .with("platform", platform);
        Response response = call.api().post(path.toString());
        Progress.print(response, quiet ? new PrintStream(OutputStream.nullOutputStream()) : out);
    }
}
