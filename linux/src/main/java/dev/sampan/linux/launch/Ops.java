package dev.sampan.linux.launch;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.struct.OpenHow;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Quoted;
import dev.sampan.linux.syscall.Sys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The list of operations that a plan lowers to, while it grows. Steps append to it; nothing else does. */
public final class Ops {
    /** Where the number behind a name is found. */
    sealed interface Value {
        record Fixed(int number) implements Value {}

        record Register(int index) implements Value {}

        /** In the plan's memory, where the kernel wrote it. */
        record Loaded(Cell cell, int offset) implements Value {}

        /** At an address outside of the plan, where the kernel wrote it. */
        record At(long address) implements Value {}
    }

    /** A step in its place: how deep in clones, and which operations are its own. */
    record Numbered(int number, int depth, Planned planned) {}

    /** As in launch.c, where a page of them exists only once it is written; an operation has 16 bits for one. */
    static final int REGISTERS = 32_768;

    private final Arch arch;
    private final List<Op> ops = new ArrayList<>();
    private final List<Numbered> steps = new ArrayList<>();
    private Map<Ref, Value> names = new HashMap<>();
    private int registers;
    private int current = -1;
    private int depth;
    private boolean inTicks;
    private boolean closesOnExec;

    Ops(Arch arch, List<Ref> inherited) {
        this.arch = arch;
        names.put(Ref.CWD, new Value.Fixed(Files.AT_FDCWD));
        for (var slot : Slot.values()) names.put(slot.ref(), new Value.Fixed(slot.number()));
        for (int i = 0; i < inherited.size(); i++) {
            names.put(inherited.get(i), new Value.Fixed(Slot.FIRST_FREE + i));
        }
    }

    // -- lists --------------------------------------------------------------------------------------------------------

    void lower(List<Planned> list) {
        for (var planned : list) {
            var outer = current;
            current = steps.size();
            steps.add(new Numbered(current + 1, depth, planned));
            planned.step().lower(this);
            if (outer >= 0) current = outer;
        }
        if (list.isEmpty() || !endsItself(list.getLast().step()))
            call(Sys.EXIT_GROUP).number(0);
    }

    private static boolean endsItself(Step step) {
        return step instanceof ProcessStep.Exec || step instanceof Supervise || step instanceof ProcessStep.RunInit;
    }

    /** The list of a forked child: it sees the names so far, and its own are not seen behind it. */
    void child(Runnable first, List<Planned> list) {
        var outer = names;
        var outerInTicks = inTicks;
        var outerCloses = closesOnExec;
        names = new HashMap<>(outer);
        depth++;
        first.run();
        lower(list);
        depth--;
        names = outer;
        inTicks = outerInTicks;
        closesOnExec = outerCloses;
    }

    List<Op> operations() {
        return ops;
    }

    List<Numbered> steps() {
        return steps;
    }

    // -- names --------------------------------------------------------------------------------------------------------

    Value value(Ref ref) {
        var value = names.get(ref);
        if (value == null) {
            throw new IllegalArgumentException("no descriptor named " + ref + " at step " + (current + 1) + ": "
                    + steps.get(current).planned().step().title());
        }
        return value;
    }

    int defineRegister(Ref ref) {
        if (names.get(ref) instanceof Value.Register(var index)) return index;
        if (++registers == REGISTERS) throw new IllegalArgumentException("a plan has at most " + REGISTERS + " names");
        names.put(ref, new Value.Register(registers));
        return registers;
    }

    void define(Ref ref, Cell cell) {
        define(ref, cell, 0);
    }

    void define(Ref ref, Cell cell, int offset) {
        names.put(ref, new Value.Loaded(cell, offset));
    }

    void define(Ref ref, long address) {
        names.put(ref, new Value.At(address));
    }

    /** A name of a step's own, in parentheses so that it is nobody else's. */
    Ref scratch(String name) {
        return new Ref("(" + name + ")");
    }

    // -- single operations --------------------------------------------------------------------------------------------

    Op call(Sys sys) {
        return append(new Op(this, current, sys, null, inTicks));
    }

    private Op own(Op.Own own) {
        return append(new Op(this, current, null, own, inTicks));
    }

    private Op append(Op op) {
        ops.add(op);
        return op;
    }

    /** From here on the clock is not asked, which a seccomp filter may forbid: times are in the processor's ticks. */
    void timeInTicks() {
        own(Op.Own.CALIBRATE);
        inTicks = true;
    }

    void closesOnExec() {
        closesOnExec = true;
    }

    /** Refuses a plan whose program would inherit descriptors: DESIGN's invariant 4 holds for every plan, not for good ones. */
    void requireCloseOnExec() {
        if (closesOnExec) return;
        throw new IllegalArgumentException(
                "no CloseOnExec before exec: descriptors of the host would survive (step " + (current + 1) + ")");
    }

    void place(Label label) {
        label.place(ops.size());
    }

    Label here() {
        var label = new Label();
        place(label);
        return label;
    }

    void jump(Label label) {
        own(Op.Own.JUMP).to(label);
    }

    /** Goes to {@code label} if the {@code width} bytes at {@code offset} of the cell, masked, are {@code expected}. */
    void jumpIf(Cell cell, int offset, int width, long mask, long expected, Label label) {
        compare(Op.Own.JUMP_IF, cell, offset, width, mask, expected).to(label);
    }

    void jumpUnless(Cell cell, int offset, int width, long mask, long expected, Label label) {
        compare(Op.Own.JUMP_UNLESS, cell, offset, width, mask, expected).to(label);
    }

    private Op compare(Op.Own own, Cell cell, int offset, int width, long mask, long expected) {
        return own(own).memory(cell, offset, cell).number(width).number(mask).number(expected);
    }

    void fail(Errno errno) {
        own(Op.Own.FAIL).name(errno.number(), errno.name());
    }

    /** Writes the number behind a name into memory before a call that reads it there. */
    void store(Cell cell, int offset, int width, Ref ref) {
        own(Op.Own.STORE).memory(cell, offset, cell).number(width).fd(ref);
    }

    /** Writes a number into memory that the kernel changes, before the next call that reads it. */
    void store(Cell cell, int offset, int width, long value) {
        own(Op.Own.STORE).memory(cell, offset, cell).number(width).number(value);
    }

    /**
     * Opens a path below {@code root} with O_PATH, and makes what is missing of it: directories, and at its end an empty file with
     * {@code fileMode}, or for 0 one more directory. A link that leads nowhere yet is followed, below the root, and its end is made.
     */
    void makePath(Ref root, String path, int mode, int fileMode, Ref as) {
        var op = own(Op.Own.MAKE_PATH).fd(root).text(path).octal(mode);
        (fileMode == 0 ? op.number(0) : op.octal(fileMode)).as(as);
    }

    void init(Ref child) {
        own(Op.Own.INIT).fd(child);
    }

    // -- what several steps need --------------------------------------------------------------------------------------

    Op prctl(int option, String name) {
        var op = call(Sys.PRCTL).name(option, name);
        return op;
    }

    void signalMask(long mask, String shown) {
        call(Sys.RT_SIGPROCMASK)
                .name(2, "SIG_SETMASK")
                .memory(Cell.longs(mask), shown)
                .nothing()
                .number(8);
    }

    Op openInRoot(Ref root, String path, int flags, Ref as) {
        return openat2(root, path, flags, Files.RESOLVE_IN_ROOT | Files.RESOLVE_NO_MAGICLINKS, as);
    }

    /** The same, but a link anywhere in the path is ELOOP. */
    Op openWithoutLinks(Ref root, String path, int flags, Ref as) {
        return openat2(root, path, flags, Files.RESOLVE_IN_ROOT | Files.RESOLVE_NO_SYMLINKS, as);
    }

    /** A file of this very mount, no link, nothing mounted over it: else EXDEV. */
    Op openWithinMount(Ref directory, String name, int flags, Ref as) {
        return openat2(
                directory,
                name,
                flags,
                Files.RESOLVE_BENEATH | Files.RESOLVE_NO_XDEV | Files.RESOLVE_NO_SYMLINKS | Files.RESOLVE_NO_MAGICLINKS,
                as);
    }

    private Op openat2(Ref root, String path, int flags, int resolve, Ref as) {
        var how = new OpenHow(flags | Files.O_CLOEXEC, 0, resolve);
        return call(Sys.OPENAT2)
                .fd(root)
                .text(path.isEmpty() ? "." : path)
                .memory(Cell.of(how.bytes(arch)), Files.shown(how))
                .number(OpenHow.SIZE)
                .as(as);
    }

    /** Makes each directory that is absent, one after the other; {@code as} is the last, opened with O_PATH. */
    void makeDirectories(Ref root, List<String> components, int mode, Ref as) {
        var parent = root;
        var prefix = new StringBuilder();
        for (var name : components) {
            call(Sys.MKDIRAT).fd(parent).text(name).octal(mode).tolerate(Errno.EEXIST);
            prefix.append('/').append(name);
            var opened = scratch("directory" + prefix.length());
            openInRoot(root, prefix.toString(), Files.O_PATH | Files.O_DIRECTORY, opened);
            if (!parent.equals(root)) call(Sys.CLOSE).fd(parent);
            parent = opened;
        }
        openInRoot(parent, ".", Files.O_PATH | Files.O_DIRECTORY, as);
        if (!parent.equals(root)) call(Sys.CLOSE).fd(parent);
    }

    /** What is done to a name in its directory. */
    interface InDirectory {
        void apply(Ref directory, String name);
    }

    /** Opens the directory of a path below {@code root}, follows no link at its end, and closes it again. */
    void inParent(Ref root, String path, InDirectory action) {
        var components = Paths.components(path);
        var name = components.getLast();
        if (components.size() == 1) {
            action.apply(root, name);
            return;
        }
        var parent = scratch("parent");
        var directory = String.join("/", components.subList(0, components.size() - 1));
        openInRoot(root, directory, Files.O_PATH | Files.O_DIRECTORY, parent);
        action.apply(parent, name);
        call(Sys.CLOSE).fd(parent);
    }

    Cell statx(Ref descriptor) {
        var stat = Cell.space(Stat.SIZE);
        call(Sys.STATX)
                .fd(descriptor)
                .text("")
                .flags(Files.AT_EMPTY_PATH, Files.AT_FLAGS)
                .flags(Stat.BASIC_STATS, Inodes.STATX_MASK)
                .memory(stat, "stat");
        return stat;
    }

    int statField(String name) {
        return Stat.LAYOUT.offset(name);
    }

    /** Fails with ESTALE unless the descriptor is the character device of this number. */
    void requireDevice(Ref descriptor, int major, int minor) {
        var good = new Label();
        var bad = new Label();
        jumpUnlessDevice(descriptor, major, minor, bad);
        jump(good);
        place(bad);
        fail(Errno.ESTALE);
        place(good);
    }

    void jumpUnlessDevice(Ref descriptor, int major, int minor, Label label) {
        var stat = statx(descriptor);
        jumpUnless(stat, statField("stx_mode"), 2, Stat.S_IFMT, Stat.S_IFCHR, label);
        jumpUnless(stat, statField("stx_rdev_major"), 4, 0xffffffffL, major, label);
        jumpUnless(stat, statField("stx_rdev_minor"), 4, 0xffffffffL, minor, label);
    }

    /** Fails with ESTALE unless the descriptor is on a file system of this type. */
    void verifyFilesystem(Ref descriptor, long type) {
        var statfs = Cell.space(StatFs.SIZE);
        call(Sys.FSTATFS).fd(descriptor).memory(statfs, "statfs");
        var good = new Label();
        jumpIf(statfs, StatFs.LAYOUT.offset("f_type"), 8, -1L, type, good);
        fail(Errno.ESTALE);
        place(good);
    }

    /** Fails with ESTALE when the descriptor is on a file system of this type. */
    void refuseFilesystem(Ref descriptor, long type) {
        var statfs = Cell.space(StatFs.SIZE);
        call(Sys.FSTATFS).fd(descriptor).memory(statfs, "statfs");
        var good = new Label();
        jumpUnless(statfs, StatFs.LAYOUT.offset("f_type"), 8, -1L, type, good);
        fail(Errno.ESTALE);
        place(good);
    }

    static String quoted(String text) {
        return new Quoted(text).toString();
    }
}
