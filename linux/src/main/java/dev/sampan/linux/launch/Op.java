package dev.sampan.linux.launch;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.FlagNames;
import dev.sampan.linux.syscall.Quoted;
import dev.sampan.linux.syscall.Sys;
import java.nio.ByteBuffer;
import java.util.List;

/** One operation of the interpreter: a system call, or one of its few own. Its layout is in the package's page. */
final class Op {
    static final int SIZE = 88;
    static final int NO_TARGET = -1;

    /** What the interpreter does itself. The numbers are those of launch.c. */
    enum Own {
        JUMP,
        JUMP_IF,
        JUMP_UNLESS,
        FAIL,
        STORE,
        INIT,
        CALIBRATE;

        int number() {
            return 0x10000 + ordinal();
        }
    }

    private static final int FORK = 1;
    private static final int TOLERATE_ALL = 2;
    private static final int TICKS = 4;
    private static final int IMMEDIATE = 0;
    private static final int REGISTER = 1;
    private static final int LOADED = 2;
    private static final int MOST_TOLERATED = 6;

    private final Ops ops;
    private final int step;
    private final Sys sys;
    private final Own own;
    private final boolean inTicks;
    private final long[] values = new long[6];
    private final byte[] tags = new byte[6];
    private final Cell[] cells = new Cell[6];
    private final boolean[] openFlags = new boolean[6];
    private final Object[] shown = new Object[6];
    private int count;
    private final short[] tolerated = new short[MOST_TOLERATED];
    private int toleratedCount;
    private boolean toleratesAll;
    private boolean forks;
    private Label target;
    private long atLeast;
    private int register;
    private Ref defines;

    Op(Ops ops, int step, Sys sys, Own own, boolean inTicks) {
        this.ops = ops;
        this.step = step;
        this.sys = sys;
        this.own = own;
        this.inTicks = inTicks;
    }

    private Op add(long value, int tag, Cell cell, Object show) {
        values[count] = value;
        tags[count] = (byte) tag;
        cells[count] = cell;
        shown[count++] = show;
        return this;
    }

    // -- arguments, in order ------------------------------------------------------------------------------------------

    Op number(long value) {
        return add(value, IMMEDIATE, null, value);
    }

    /** A uid or gid, shown unsigned. */
    Op id(int value) {
        return add(value, IMMEDIATE, null, Integer.toUnsignedString(value));
    }

    Op name(long value, String name) {
        return add(value, IMMEDIATE, null, name);
    }

    Op octal(int mode) {
        return add(mode, IMMEDIATE, null, "0" + Integer.toOctalString(mode));
    }

    Op flags(long value, FlagNames names) {
        return add(value, IMMEDIATE, null, new Flagged(value, names));
    }

    /** Open flags in x86-64's numbers, translated when the plan is encoded. */
    Op openFlags(long value) {
        openFlags[count] = true;
        return flags(value, Files.OPEN_FLAGS);
    }

    Op nothing() {
        return add(0, IMMEDIATE, null, "NULL");
    }

    /** A NUL-terminated text, or a null pointer. */
    Op text(String text) {
        return text == null ? nothing() : add(0, IMMEDIATE, Cell.text(text), new Quoted(text));
    }

    Op memory(Cell cell, Object show) {
        return add(0, IMMEDIATE, cell, show);
    }

    /** A pointer into a piece of memory. */
    Op memory(Cell cell, int offset, Object show) {
        return add(offset, IMMEDIATE, cell, show);
    }

    Op fd(Ref ref) {
        return switch (ops.value(ref)) {
            case Ops.Value.Fixed(var number) -> add(number, IMMEDIATE, null, ref);
            case Ops.Value.Register(var index) -> add(index, REGISTER, null, ref);
            case Ops.Value.Loaded(var cell) -> add(0, LOADED, cell, ref);
        };
    }

    /** A descriptor in its known place, whatever a plan may call by the same name. */
    Op slot(Slot slot) {
        return add(slot.number(), IMMEDIATE, null, slot.ref());
    }

    // -- what the result means ----------------------------------------------------------------------------------------

    /** The result is kept under this name. */
    Op as(Ref ref) {
        register = ops.defineRegister(ref);
        defines = ref;
        return this;
    }

    /** These errors are no failure: the next operation follows. */
    Op tolerate(Errno... errors) {
        for (var error : errors) tolerated[toleratedCount++] = (short) error.number();
        return this;
    }

    Op tolerateAll() {
        toleratesAll = true;
        return this;
    }

    /** These errors lead to {@code label}. */
    Op onError(Label label, Errno... errors) {
        target = label;
        return tolerate(errors);
    }

    /** A smaller result is a failure with EPIPE: a closed link, a short write. */
    Op atLeast(long least) {
        atLeast = least;
        return this;
    }

    Op to(Label label) {
        target = label;
        return this;
    }

    /** The child runs this list; the parent goes on behind it. */
    void fork(List<Planned> child) {
        forks = true;
        target = new Label();
        ops.child(child);
        ops.place(target);
    }

    // -- for the encoder and for explain ------------------------------------------------------------------------------

    int step() {
        return step;
    }

    boolean forks() {
        return forks;
    }

    /** Timed in the processor's ticks, not in nanoseconds. */
    boolean inTicks() {
        return inTicks;
    }

    boolean isExec() {
        return sys == Sys.EXECVE;
    }

    Ref defines() {
        return defines;
    }

    /** A jump, a comparison: shown only on demand. */
    boolean isOwn() {
        return own != null;
    }

    String call() {
        return sys == null ? own.name().toLowerCase(java.util.Locale.ROOT) : sys.call();
    }

    String arguments() {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (i > 0) text.append(", ");
            text.append(shown[i]);
        }
        return text.toString();
    }

    /** As planned: with the name its result gets, and the errors that do not matter. */
    String planned() {
        var text = text();
        if (defines != null) text += " as " + defines;
        if (toleratesAll) return text + " or any error";
        for (int i = 0; i < toleratedCount; i++) text += " or " + Errno.of(tolerated[i]);
        return text;
    }

    String text() {
        return call() + "(" + arguments() + ")";
    }

    long settle(long at) {
        var next = at;
        for (var cell : cells) {
            if (cell != null) next = cell.settle(next);
        }
        return next;
    }

    void write(ByteBuffer image, int at, long base, Arch arch) {
        image.putInt(at, sys == null ? own.number() : sys.number(arch));
        image.putShort(
                at + 4, (short) ((forks ? FORK : 0) | (toleratesAll ? TOLERATE_ALL : 0) | (inTicks ? TICKS : 0)));
        image.putShort(at + 6, (short) register);
        image.put(at + 8, tags);
        for (int i = 0; i < toleratedCount; i++) image.putShort(at + 16 + 2 * i, tolerated[i]);
        image.putInt(at + 28, target == null ? NO_TARGET : target.index());
        image.putLong(at + 32, atLeast);
        for (int i = 0; i < count; i++) {
            var cell = cells[i];
            if (cell != null) cell.write(image, base);
            image.putLong(at + 40 + 8 * i, argument(i, cell, arch));
        }
    }

    private long argument(int i, Cell cell, Arch arch) {
        if (cell != null) return cell.address() + values[i];
        return openFlags[i] ? arch.openFlags(values[i]) : values[i];
    }

    private record Flagged(long value, FlagNames names) {
        @Override
        public String toString() {
            return names.text(value);
        }
    }
}
