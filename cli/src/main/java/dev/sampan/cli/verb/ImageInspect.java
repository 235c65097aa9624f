package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Inspection;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import java.io.IOException;

/** {@code sampan image inspect}. */
public final class ImageInspect {
    private ImageInspect() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] IMAGE [IMAGE...]",
                "Display detailed information on one or more images",
                1,
                Verb.ANY,
                """
              -f, --format string   json, or a template
                  --platform string   Only this platform of the image
            """,
                ImageInspect::run);
    }

    private static int run(Call call) throws IOException {
        return Inspection.print(
                call,
                call.flags().string("format"),
                name -> call.api()
                        .get(new Uri("/images", name, "json").toString())
                        .bytes());
    }
}
