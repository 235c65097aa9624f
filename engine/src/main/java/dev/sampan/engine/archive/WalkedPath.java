package dev.sampan.engine.archive;

import java.util.ArrayDeque;
import java.util.Deque;

/** The path of the directory that a {@link Walk} is in, for visitors that need one; empty in the root. */
public final class WalkedPath {

    private final StringBuilder text = new StringBuilder();
    private final Deque<Integer> lengths = new ArrayDeque<>();

    public void down(String name) {
        lengths.push(text.length());
        text.append(name).append('/');
    }

    public void up() {
        text.setLength(lengths.pop());
    }

    /** The path of what the directory holds under this name. */
    public String of(String name) {
        return text + name;
    }

    /** With a slash at its end, but none at its front. */
    public String directory() {
        return text.toString();
    }
}
