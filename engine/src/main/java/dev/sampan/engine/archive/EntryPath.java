package dev.sampan.engine.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an entry goes, relative to the root and without {@code .} and empty parts; no parts are the root itself.
 *
 * <p>A leading slash is dropped, as every tar does. A {@code ..} takes away the part before it, as in Docker and containerd, and above a leading slash
 * there is nothing; a name that leads out is refused.
 */
record EntryPath(List<String> parts) {

    private static final int MAX_LENGTH = 4096;

    static EntryPath of(String name) throws ArchiveException {
        if (name.length() > MAX_LENGTH) {
            throw new ArchiveException("name of " + name.length() + " characters in archive");
        }
        var parts = new ArrayList<String>();
        int start = 0;
        while (start <= name.length()) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            String part = name.substring(start, end);
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                } else if (!name.startsWith("/")) {
                    throw new ArchiveException("archive entry \"" + name + "\" leads out of its directory");
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
            start = end + 1;
        }
        return new EntryPath(parts);
    }

    boolean isRoot() {
        return parts.isEmpty();
    }

    String base() {
        return parts.getLast();
    }

    EntryPath parent() {
        return new EntryPath(parts.subList(0, parts.size() - 1));
    }

    EntryPath child(String name) {
        var all = new ArrayList<>(parts);
        all.add(name);
        return new EntryPath(all);
    }

    @Override
    public String toString() {
        return String.join("/", parts);
    }
}
