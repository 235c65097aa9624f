package dev.sampan.engine.storage.folder;

import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a layer's folder says of it: lines of a word and a text.
 *
 * @param parents base first
 * @param over the host's directory instead of parents
 * @param upper where the changes are if not in the folder itself
 * @param usage of a read-only layer, counted when it was made
 */
public record LayerRecord(
        boolean writable, List<LayerId> parents, Optional<Path> over, Optional<Path> upper, Optional<Usage> usage) {

    static LayerRecord readOnly(List<LayerId> parents, Usage usage) {
        return new LayerRecord(false, parents, Optional.empty(), Optional.empty(), Optional.of(usage));
    }

    public static LayerRecord writable(List<LayerId> parents) {
        return again(true, parents);
    }

    /** What can be said of one whose record was lost. */
    static LayerRecord again(boolean writable, List<LayerId> parents) {
        return new LayerRecord(writable, parents, Optional.empty(), Optional.empty(), Optional.empty());
    }

    byte[] bytes() {
        var text = new StringBuilder("kind ")
                .append(writable ? "writable" : "read-only")
                .append('\n');
        over.ifPresent(path -> text.append("over ").append(path).append('\n'));
        upper.ifPresent(path -> text.append("upper ").append(path).append('\n'));
        usage.ifPresent(u -> text.append("usage %d %d %d%n".formatted(u.bytes(), u.apparent(), u.inodes())));
        // Last, after what may be missing: a record that was cut off lacks this line.
        text.append("parents ")
                .append(parents.stream().map(LayerId::value).collect(Collectors.joining(" ")))
                .append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static LayerRecord parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        var fields = new HashMap<String, String>();
        text.lines()
                .map(line -> line.split(" ", 2))
                .forEach(pair -> fields.put(pair[0], pair.length < 2 ? "" : pair[1]));
        String kind = fields.getOrDefault("kind", "");
        boolean whole = text.endsWith("\n") && fields.containsKey("parents");
        if (!whole || !(kind.equals("writable") || kind.equals("read-only"))) {
            throw new IOException("it does not say what the layer is");
        }
        return new LayerRecord(
                kind.equals("writable"),
                Arrays.stream(fields.get("parents").split(" "))
                        .filter(id -> !id.isEmpty())
                        .map(LayerId::new)
                        .toList(),
                Optional.ofNullable(fields.get("over")).map(Path::of),
                Optional.ofNullable(fields.get("upper")).map(Path::of),
                Optional.ofNullable(fields.get("usage")).map(LayerRecord::usage));
    }

    private static Usage usage(String text) {
        long[] numbers =
                Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Usage(numbers[0], numbers[1], numbers[2]);
    }
}
