package dev.sampan.engine.container.mount;

import dev.sampan.api.container.TmpfsOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of a tmpfs in mount(8)'s words. */
final class TmpfsWords {

    private TmpfsWords() {}

    public static List<String> of(@Nullable TmpfsOptions options) {
        var words = new ArrayList<String>();
        if (options == null) {
            return words;
        }
        if (options.sizeBytes() > 0) {
            words.add("size=" + options.sizeBytes());
        }
        if (options.mode() != 0) {
            words.add("mode=" + Integer.toOctalString(options.mode()));
        }
        if (options.options() != null) {
            options.options().forEach(option -> words.add(String.join("=", option)));
        }
        return words;
    }
}
