package dev.sampan.acceptance;

import java.util.List;

/**
 * The layers inside {@code dev.sampan.engine} (DESIGN section 1): a package uses lower layers, never its neighbours in the same
 * layer. A part is the first package segment below {@code dev.sampan.engine}; the engine's own package is the composition root.
 */
final class Layers {

    private static final String ENGINE = "dev.sampan.engine";

    private static final List<List<String>> PARTS = List.of(
            List.of("error"),
            List.of("store"), // every part that keeps files reads and writes them through it
            List.of("filter", "event", "explain", "oci", "archive"),
            List.of("spec"), // the engine's own language: mechanisms may read it, and it knows none of them
            List.of("cgroup", "security", "storage", "content", "network", "volume", "logging", "process"),
            List.of("registry", "image", "runtime"),
            List.of("container", "exec", "attach", "logs", "health", "stats", "restart", "copy", "build"));

    static final int COMPOSITION_ROOT = PARTS.size();

    private Layers() {}

    static boolean inEngine(String packageName) {
        return packageName.equals(ENGINE) || packageName.startsWith(ENGINE + ".");
    }

    /** {@code network} for {@code dev.sampan.engine.network.driver}; empty for the engine's own package. */
    static String part(String packageName) {
        if (packageName.equals(ENGINE)) {
            return "";
        }
        String below = packageName.substring(ENGINE.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    /** From 0 on. Fails for a part that is not listed, so that nobody adds one without deciding its layer. */
    static int of(String part) {
        if (part.isEmpty()) {
            return COMPOSITION_ROOT;
        }
        for (int i = 0; i < PARTS.size(); i++) {
            if (PARTS.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError("dev.sampan.engine." + part + " has no layer: decide it, and list it here");
    }
}
