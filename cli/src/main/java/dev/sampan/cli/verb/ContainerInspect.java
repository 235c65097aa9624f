package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Inspection;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import java.io.IOException;

/** {@code sampan container inspect}. */
public final class ContainerInspect {
    private ContainerInspect() {}

    public static Verb verb() {
        return Verb.of(
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Display detailed information on one or more containers",
                1,
                Verb.ANY,
                """
              -f, --format string   json, or a template
              -s, --size            Add sizes
            """,
                ContainerInspect::run);
    }

    private static int run(Call call) throws IOException {
        boolean size = call.flags().bool("size");
        return Inspection.print(
                call,
                call.flags().string("format"),
                name -> call.api().get(path(name, size)).bytes());
    }

    static String path(String name, boolean size) {
        return new Uri("/containers", name, "json")
                .with("size", size ? "1" : "")
                .toString();
    }
}
