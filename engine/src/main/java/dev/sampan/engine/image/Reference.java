package dev.sampan.engine.image;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.oci.Digest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image's name in full: {@code docker.io/library/busybox:latest@sha256:...}, of which tag and digest may be absent.
 *
 * <p>Short ("familiar") names leave out {@code docker.io/} and {@code library/}. A first part with a dot, a colon or an upper-case
 * letter, or {@code localhost}, is a registry; anything else belongs to docker.io.
 *
 * @param registry {@code docker.io}, {@code localhost:5000}
 * @param path {@code library/busybox}
 */
public record Reference(String registry, String path, Optional<String> tag, Optional<Digest> digest) {

    private static final String DEFAULT_REGISTRY = "docker.io";
    private static final String OFFICIAL = "library/";
    private static final int MAX_NAME = 255;

    private static final String DOMAIN_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern DOMAIN =
            Pattern.compile("(?:" + DOMAIN_PART + "(?:\\." + DOMAIN_PART + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
    private static final Pattern PATH =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern HEX_64 = Pattern.compile("[a-f0-9]{64}");

    /** Throws EngineException.InvalidRequest with Docker's text for what is no image name. */
    public static Reference parse(String text) {
        if (HEX_64.matcher(text).matches()) {
            throw new InvalidRequest(
                    "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
        }
        int slash = text.indexOf('/');
        String first = slash < 0 ? "" : text.substring(0, slash);
        String registry =
                isRegistry(first) ? first.replaceFirst("^index\\.docker\\.io$", DEFAULT_REGISTRY) : DEFAULT_REGISTRY;
        String rest = isRegistry(first) ? text.substring(slash + 1) : text;
        if (registry.equals(DEFAULT_REGISTRY) && rest.indexOf('/') < 0) {
            rest = OFFICIAL + rest;
        }
        return parse(registry, rest);
    }

    private static Reference parse(String registry, String rest) {
        int at = rest.indexOf('@');
        String named = at < 0 ? rest : rest.substring(0, at);
        int colon = named.indexOf(':');
        String path = colon < 0 ? named : named.substring(0, colon);
        String upTo = rest.contains(":") ? rest.substring(0, rest.indexOf(':')) : rest;
        if (!upTo.equals(upTo.toLowerCase(Locale.ROOT))) {
            throw new InvalidRequest("invalid reference format: repository name (" + upTo + ") must be lowercase");
        }
        Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(named.substring(colon + 1));
        Optional<Digest> digest = at < 0 ? Optional.empty() : Digest.parse(rest.substring(at + 1));
        if (!DOMAIN.matcher(registry).matches()
                || !PATH.matcher(path).matches()
                || tag.filter(t -> !TAG.matcher(t).matches()).isPresent()
                || at >= 0 && digest.isEmpty()) {
            throw new InvalidRequest("invalid reference format");
        }
        if (path.length() > MAX_NAME) {
            throw new InvalidRequest("repository name must not be more than 255 characters");
        }
        return new Reference(registry, path, tag, digest);
    }

    private static boolean isRegistry(String first) {
        return first.equals("localhost")
                || first.contains(".")
                || first.contains(":")
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    /** Throws EngineException.InvalidRequest unless {@code tag} may follow a colon. */
    public Reference withTag(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw new InvalidRequest("invalid tag format");
        }
        return new Reference(registry, path, Optional.of(tag), digest);
    }

    /** With the tag {@code latest} if neither a tag nor a digest is given. */
    public Reference orLatest() {
        return tag.isEmpty() && digest.isEmpty() ? new Reference(registry, path, Optional.of("latest"), digest) : this;
    }

    /** {@code docker.io/library/busybox}. */
    public String repository() {
        return registry + "/" + path;
    }

    /** {@code busybox}. */
    public String familiarRepository() {
        if (!registry.equals(DEFAULT_REGISTRY)) {
            return repository();
        }
        boolean official = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
        return official ? path.substring(OFFICIAL.length()) : path;
    }

    /** As people write it: {@code busybox:latest}. */
    public String familiar() {
        return familiarRepository() + suffix();
    }

    /** In full: {@code docker.io/library/busybox:latest}, the name under which the store's index knows it. */
    @Override
    public String toString() {
        return repository() + suffix();
    }

    private String suffix() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }
}
