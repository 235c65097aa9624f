package dev.sampan.linux.launch;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.FlagNames;
import dev.sampan.linux.syscall.Quoted;
import dev.sampan.linux.syscall.Sys;
import java.util.Arrays;
import java.util.List;

/** One operation of the interpreter: a system call, or one of its few own. Its layout is in the package's page. */
final class Op {
    static final int SIZE = 88;
    static final int WORDS = SIZE / Long.BYTES;
    static final int NO_TARGET = -1;

    /** What the interpreter does itself. The numbers are those of launch.c. */
    enum Own {
        JUMP,
        JUMP_IF,
        JUMP_UNLESS,
        FAIL,
        STORE,
        INIT,
        CALIBRATE,
        MAKE_PATH;

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
    private static final int MOST_ARGUMENTS = 6;
    private static final int MOST_TOLERATED = 6;
    private static final Errno[] NONE = {};

    private final Ops ops;
    private final int step;
    private final Sys sys;
    private final Own own;
    private final boolean inTicks;
    private final long[] values = new long[MOST_ARGUMENTS];
    private final Cell[] cells = new Cell[MOST_ARGUMENTS];
    private final Object[] shown = new Object[MOST_ARGUMENTS];
    /** One byte for each argument, as the interpreter reads them. */
    private long tags;

    /** One bit for each argument. */
    private int openFlags;

    private int count;
    private Errno[] tolerated = NONE;
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
        tags |= (long) tag << Byte.SIZE * count;
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
        openFlags |= 1 << count;
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
            case Ops.Value.Loaded(var cell, var offset) -> add(offset, LOADED, cell, ref);
            case Ops.Value.At(var address) -> add(address, LOADED, null, ref);
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
        var all = Arrays.copyOf(tolerated, tolerated.length + errors.length);
        System.arraycopy(errors, 0, all, tolerated.length, errors.length);
        if (all.length > MOST_TOLERATED) throw new IllegalArgumentException("too many tolerated errors in " + text());
        tolerated = all;
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
        fork(() -> {}, child);
    }

    /** The same, where the child has something to do before its list that belongs to this step. */
    void fork(Runnable first, List<Planned> child) {
        forks = true;
        target = new Label();
        ops.child(first, child);
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

    boolean isExit() {
        return sys == Sys.EXIT_GROUP;
    }

    Ref defines() {
        return defines;
    }

    /** A jump, a comparison: shown only on demand. */
    boolean isOwn() {
        return own != null && own != Own.MAKE_PATH;
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
        for (var error : tolerated) text += " or " + error;
        return text;
    }

    String text() {
        return call() + "(" + arguments() + ")";
    }

    long settle(long at) {
        var next = at;
        for (int i = 0; i < count; i++) {
            if (cells[i] != null) next = cells[i].settle(next);
        }
        return next;
    }

    /** As {@code struct operation} of launch.c, in words of eight bytes, little-endian. */
    void write(long[] words, int at, Arch arch) {
        var flags = (forks ? FORK : 0) | (toleratesAll ? TOLERATE_ALL : 0) | (inTicks ? TICKS : 0);
        words[at] = (sys == null ? own.number() : sys.number(arch)) | (long) flags << 32 | (long) register << 48;
        words[at + 1] = tags;
        for (int i = 0; i < tolerated.length; i++) {
            words[at + 2 + i / 4] |= (long) tolerated[i].number() << Short.SIZE * (i % 4);
        }
        words[at + 3] |= (long) (target == null ? NO_TARGET : target.index()) << 32;
        words[at + 4] = atLeast;
        for (int i = 0; i < count; i++) words[at + 5 + i] = argument(i, arch);
    }

    private long argument(int i, Arch arch) {
        if (cells[i] != null) return cells[i].address() + values[i];
        return (openFlags & 1 << i) == 0 ? values[i] : arch.openFlags(values[i]);
    }

    void writeCells(byte[] image, long base) {
        for (int i = 0; i < count; i++) {
            if (cells[i] != null) cells[i].write(image, base);
        }
    }

    private record Flagged(long value, FlagNames names) {
        @Override
        public String toString() {
            return names.text(value);
        }
    }
}
