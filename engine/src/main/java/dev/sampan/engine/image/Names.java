package dev.sampan.engine.image;

import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of an image as clients see them. */
final class Names {

    private Names() {}

    /** Empty for a dangling entry. */
    static Optional<Reference> of(Entry entry) {
        try {
            return entry.dangling() ? Optional.empty() : Optional.of(Reference.parse(entry.name()));
        } catch (InvalidRequest e) {
            return Optional.empty(); // a layout of another tool may hold any text
        }
    }

    /** {@code busybox:latest}, ... */
    static List<String> tags(List<Entry> entries) {
        return references(entries).map(Reference::familiar).toList();
    }

    /** {@code busybox@sha256:...}, once for each repository. */
    static List<String> digests(List<Entry> entries) {
        return entries.stream()
                .flatMap(entry -> of(entry).stream()
                        .map(name ->
                                name.familiarRepository() + "@" + entry.target().digest()))
                .distinct()
                .toList();
    }

    /** For messages about the image itself: its full name, or its id. */
    static String shown(Entry entry) {
        return entry.dangling() ? entry.target().digest().toString() : entry.name();
    }

    static Stream<Reference> references(List<Entry> entries) {
        return entries.stream().map(Names::of).flatMap(Optional::stream);
    }
}
