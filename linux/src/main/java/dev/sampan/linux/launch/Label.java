package dev.sampan.linux.launch;

/** A place in a list of operations that a jump leads to. */
final class Label {
    private int index = -1;

    void place(int at) {
        if (index >= 0) throw new IllegalStateException("a label has one place");
        index = at;
    }

    int index() {
        if (index < 0) throw new IllegalStateException("a jump to a label that was never placed");
        return index;
    }
}
