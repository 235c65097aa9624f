package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Reference;
import dev.sampan.cli.Verb;
import dev.sampan.client.Uri;
import java.io.IOException;

/** {@code sampan tag}. */
public final class Tag {
    private Tag() {}

    public static Verb verb() {
        return Verb.of(
                "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
                "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE",
                2,
                2,
                """
            """,
                Tag::run);
    }

    private static int run(Call call) throws IOException {
        Reference target;
        try {
            target = Reference.parse(call.argument(1));
        } catch (Failure e) {
            throw new Failure(
                    "Error parsing reference: \"" + call.argument(1) + "\" is not a valid repository/tag: " + e.text());
        }
        if (call.argument(1).contains("@")) {
            throw new Failure("refusing to create a tag with a digest reference");
        }
        var path = new Uri("/images", call.argument(0), "tag")
                .with("repo", target.repository())
                .with("tag", target.tag());
        call.api().post(path.toString()).close();
        return 0;
    }
}
