package dev.sampan.cli;

/**
 * An image name as typed.
 *
 * @param tag the tag or digest, "" when none was given
 */
public record Reference(String repository, String tag) {
    /** Splits only; whether it is a valid name is the daemon's to say. */
    public static Reference split(String name) {
        int at = name.indexOf('@');
        if (at >= 0) {
            return new Reference(name.substring(0, at), name.substring(at + 1));
        }
        int colon = name.lastIndexOf(':');
        return colon < 0 || name.indexOf('/', colon) >= 0
                ? new Reference(name, "")
                : new Reference(name.substring(0, colon), name.substring(colon + 1));
    }

    /** Refuses what cannot be a name, in the words of Docker's reference parser. */
    public static Reference parse(String name) {
        Reference reference = split(name);
        String repository = reference.repository();
        String path = repository.substring(domainEnd(repository));
        if (!path.equals(path.toLowerCase(java.util.Locale.ROOT))) {
            int colon = path.indexOf(':');
            path = colon > 0 ? path.substring(0, colon) : path;
            String shown = domainEnd(repository) > 0 ? path : repository.contains("/") ? path : "library/" + path;
            throw new Failure("invalid reference format: repository name (" + shown + ") must be lowercase");
        }
        boolean digest = name.indexOf('@') >= 0;
        String tagForm = digest ? "[a-z0-9]+:[0-9a-f]{32,}" : "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
        if (repository.isEmpty()
                || !path.matches("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*")
                || name.endsWith(":")
                || !reference.tag().isEmpty() && !reference.tag().matches(tagForm)) {
            throw new Failure("invalid reference format");
        }
        return reference;
    }

    /** The first part is a registry if it looks like a host, or has capitals. */
    private static int domainEnd(String repository) {
        int slash = repository.indexOf('/');
        if (slash < 0) {
            return 0;
        }
        String first = repository.substring(0, slash);
        boolean host = first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(java.util.Locale.ROOT));
        return host ? slash + 1 : 0;
    }

    /** The name with {@code :latest} when it has neither tag nor digest. */
    public String tagged() {
        return tag.isEmpty() ? repository + ":latest" : repository + (tag.contains(":") ? "@" : ":") + tag;
    }
}
