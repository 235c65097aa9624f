package dev.sampan.engine.image;

import dev.sampan.engine.content.ImageIndex;
import dev.sampan.engine.content.ImageIndex.Entry;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.oci.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a client's word for an image means: a name, a name with a digest, an id or the beginning of one. */
final class Find {

    private static final Pattern SHORT_ID = Pattern.compile("(?:sha256:)?([a-f0-9]{4,64})");
    private static final Pattern HEX_64 = Pattern.compile("[a-f0-9]{64}");

    private final ImageStore store;
    private final ImageIndex index;

    Find(ImageStore store) {
        this.store = store;
        this.index = store.index();
    }

    static boolean isDigest(String text) {
        return HEX_64.matcher(text).matches() || Digest.parse(text).isPresent();
    }

    /** Throws InvalidRequest for a malformed name, NotFound for what is not there or is ambiguous. */
    Found run(String text) {
        if (HEX_64.matcher(text).matches()) {
            return byDigest(new Digest(text));
        }
        Optional<Digest> digest = Digest.parse(text);
        if (digest.isPresent()) {
            return byDigest(digest.get());
        }
        Reference reference = Reference.parse(text);
        if (reference.digest().isPresent()) {
            return byNameAndDigest(reference);
        }
        Reference tagged = reference.orLatest();
        Optional<Entry> named = index.named(tagged.toString());
        if (named.isPresent()) {
            return new Found(named.get(), Optional.of(tagged));
        }
        var shortId = SHORT_ID.matcher(text);
        return shortId.matches() ? byShortId(shortId.group(1), tagged) : builtIn(tagged);
    }

    private Found builtIn(Reference name) {
        try {
            Optional<Entry> made = HelloImage.is(name) ? new HelloImage(store).make() : Optional.empty();
            return made.map(entry -> new Found(entry, Optional.of(name))).orElseGet(() -> missing(name.familiar()));
        } catch (IOException e) {
            throw new SystemFailure("cannot make the built-in image " + name.familiar() + ": " + Cause.of(e), e);
        }
    }

    private Found byDigest(Digest digest) {
        return index.of(digest).stream()
                .findFirst()
                .map(entry -> new Found(entry, Optional.empty()))
                .orElseGet(() -> missing(digest.toString()));
    }

    private Found byNameAndDigest(Reference reference) {
        return index.of(reference.digest().orElseThrow()).stream()
                .filter(entry -> sameRepository(entry, reference))
                .findFirst()
                .map(entry -> new Found(entry, Optional.of(reference)))
                .orElseGet(() -> missing(reference.familiar()));
    }

    private Found byShortId(String digits, Reference tagged) {
        List<Entry> matching = index.entries().stream()
                .filter(entry -> entry.target().digest().hex().startsWith(digits))
                .toList();
        if (matching.isEmpty()) {
            return missing(tagged.familiar());
        }
        if (matching.stream().map(entry -> entry.target().digest()).distinct().count() > 1) {
            throw new NotFound("ambiguous reference");
        }
        return new Found(matching.getFirst(), Optional.empty());
    }

    private static Found missing(String what) {
        throw new NotFound("No such image: " + what);
    }

    static boolean sameRepository(Entry entry, Reference reference) {
        return Names.of(entry)
                .map(Reference::repository)
                .filter(reference.repository()::equals)
                .isPresent();
    }
}
