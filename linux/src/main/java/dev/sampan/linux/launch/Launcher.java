package dev.sampan.linux.launch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Events;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import dev.sampan.linux.syscall.Kernel;
import dev.sampan.linux.syscall.MemoryFiles;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Quoted;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.linux.trace.Traced;
import dev.sampan.linux.trace.Tracer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Starts the interpreter on a plan: posix_spawn(3), whose cost does not grow with the heap, from a sealed memory file. */
public final class Launcher {
    private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final int POSIX_SPAWN_SETSID = 0x80;
    /** More than posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t take in glibc and musl. */
    private static final int OPAQUE = 512;

    private static final int EXECUTABLE = 0700;

    private static final int ALL_SEALS =
            MemoryFiles.F_SEAL_SEAL | MemoryFiles.F_SEAL_SHRINK | MemoryFiles.F_SEAL_GROW | MemoryFiles.F_SEAL_WRITE;

    private static final MemorySegment SPAWN = Kernel.function("posix_spawn");
    private static final MemorySegment ACTIONS_INIT = Kernel.function("posix_spawn_file_actions_init");
    private static final MemorySegment ACTIONS_DUP = Kernel.function("posix_spawn_file_actions_adddup2");
    /** glibc 2.34. */
    private static final MemorySegment ACTIONS_CLOSE_FROM = Kernel.function("posix_spawn_file_actions_addclosefrom_np");

    private static final MemorySegment ACTIONS_DESTROY = Kernel.function("posix_spawn_file_actions_destroy");
    private static final MemorySegment ATTR_INIT = Kernel.function("posix_spawnattr_init");
    private static final MemorySegment ATTR_FLAGS = Kernel.function("posix_spawnattr_setflags");
    private static final MemorySegment ATTR_SIGDEFAULT = Kernel.function("posix_spawnattr_setsigdefault");
    private static final MemorySegment ATTR_SIGMASK = Kernel.function("posix_spawnattr_setsigmask");
    private static final MemorySegment SIGFILLSET = Kernel.function("sigfillset");

    /** What all launches of this process share, opened with the first. */
    private static final class Shared {
        private static final Fd PROGRAM = program(Interpreter.bytes(Arch.host()));
        private static final boolean MODE_SEALED = MemoryFiles.hasModeSealed(PROGRAM.number());
        private static final String PATH = "/proc/" + Processes.getpid() + "/fd/" + PROGRAM.number();
        private static final Fd NULL = Files.open("/dev/null", Files.O_RDWR);
    }

    private Launcher() {}

    /** Opens what all launches share and rehearses one, so that the first real one is not slower. */
    public static void prepare() {
        var pidfd = Ref.of("pidfd");
        var nothing = new Planned(new PathStep.Chdir("/"), "a rehearsal");
        var clone = new ProcessStep.Clone(0, Optional.empty(), pidfd, List.of(nothing));
        var steps = List.of(new Planned(clone, "a rehearsal"), new Planned(new Supervise(pidfd), "a rehearsal"));
        try (var record = MemoryFiles.memfdCreate("sampan-exit", 0);
                var launched = launch(
                        new LaunchPlan("sampan-rehearsal", List.of(), steps), Map.of(Slot.EXIT_RECORD.ref(), record))) {
            launched.ended().join();
        }
    }

    /**
     * Starts a plan and answers as soon as its process exists.
     *
     * @param descriptors what the plan inherits, by name: {@link Slot}s in use, except those that the launcher provides
     *     itself (null, plan, results, link), and the plan's own names. They stay the caller's.
     */
    public static Launched launch(LaunchPlan plan, Map<Ref, Fd> descriptors) {
        var encoded = PlanEncoder.encode(plan, Arch.host());
        var ours = new ArrayList<Fd>();
        try (var image = sealed(encoded.image())) {
            var results = added(MemoryFiles.memfdCreate("sampan-results", MemoryFiles.MFD_ALLOW_SEALING), ours);
            var recorded = added(Events.eventfd(0, Events.EFD_NONBLOCK), ours);
            Content.ftruncate(results.number(), encoded.resultsSize());
            var link = Sockets.socketpair(Sockets.SOCK_STREAM);
            added(link[0], ours);
            // A supervisor polls CONTROL, so there must be one that never asks where the caller has none.
            try (var theirs = link[1];
                    var silent = Events.eventfd(0, 0)) {
                var actions = new ArrayList<int[]>();
                // Slots that nobody uses hold /dev/null, so that nothing a plan opens gets the number of one.
                for (int i = 0; i < Slot.FIRST_FREE; i++) actions.add(new int[] {Shared.NULL.number(), i});
                actions.add(new int[] {image.number(), Slot.PLAN.number()});
                actions.add(new int[] {results.number(), Slot.RESULTS.number()});
                actions.add(new int[] {theirs.number(), Slot.LINK.number()});
                actions.add(new int[] {silent.number(), Slot.CONTROL.number()});
                actions.add(new int[] {recorded.number(), Slot.RECORDED.number()});
                addInherited(plan, descriptors, actions);
                return Launched.of(encoded, spawn(plan.name(), actions), link[0], results, recorded);
            }
        } catch (Throwable failed) {
            ours.forEach(Fd::close);
            throw failed;
        }
    }

    private static Fd added(Fd descriptor, List<Fd> to) {
        to.add(descriptor);
        return descriptor;
    }

    private static void addInherited(LaunchPlan plan, Map<Ref, Fd> descriptors, List<int[]> actions) {
        for (var slot : Slot.values()) {
            var given = descriptors.get(slot.ref());
            if (given != null) actions.add(new int[] {given.number(), slot.number()});
        }
        for (int i = 0; i < plan.inherited().size(); i++) {
            var given = descriptors.get(plan.inherited().get(i));
            if (given == null)
                throw new IllegalArgumentException(
                        "no descriptor given for " + plan.inherited().get(i));
            actions.add(new int[] {given.number(), Slot.FIRST_FREE + i});
        }
    }

    private static Fd sealed(byte[] image) {
        var memory = MemoryFiles.memfdCreate("sampan-plan", MemoryFiles.MFD_ALLOW_SEALING);
        try {
            MemoryFiles.fill(memory.number(), image, "plan");
            MemoryFiles.addSeals(memory.number(), ALL_SEALS);
            return memory;
        } catch (Throwable failed) {
            memory.close();
            throw failed;
        }
    }

    private static Fd program(byte[] elf) {
        var memory = MemoryFiles.memfdExecutable("sampan-launch");
        MemoryFiles.fill(memory.number(), elf, "interpreter");
        // What runs "#!/proc/self/exe" in a container has it as /proc/PID/exe, and may change its mode for all
        // launches.
        MemoryFiles.sealMode(memory.number());
        MemoryFiles.addSeals(memory.number(), ALL_SEALS);
        return memory;
    }

    private static int spawn(String name, List<int[]> duplicates) {
        var lifted = new ArrayList<Fd>();
        try (var arena = Arena.ofConfined()) {
            var spawn = new Spawn(arena);
            var next = 0;
            for (var pair : clearOfTargets(duplicates, lifted)) {
                spawn.duplicate(pair[0], pair[1]);
                next = Math.max(next, pair[1] + 1);
            }
            // The JDK does not open everything close-on-exec: what the plan does not name is closed.
            spawn.closeFrom(next);
            if (!Shared.MODE_SEALED) Inodes.fchmod(Shared.PROGRAM.number(), EXECUTABLE);
            return spawn.run(Shared.PATH, name);
        } finally {
            lifted.forEach(Fd::close);
        }
    }

    /** dup2 in order would overwrite a source that has the number of an earlier target: such sources are lifted first. */
    private static List<int[]> clearOfTargets(List<int[]> duplicates, List<Fd> lifted) {
        var most = duplicates.stream().mapToInt(pair -> pair[1]).max().orElse(0);
        var clear = new ArrayList<int[]>();
        for (var pair : duplicates) {
            if (pair[0] > most) {
                clear.add(pair);
            } else {
                var copy = Files.duplicate(pair[0], most + 1);
                lifted.add(copy);
                clear.add(new int[] {copy.number(), pair[1]});
            }
        }
        return clear;
    }

    /** One call of posix_spawn: own session, no signal blocked or ignored, descriptors in their places. */
    private static final class Spawn {
        private final Arena arena;
        private final MemorySegment errno;
        private final MemorySegment actions;
        private final StringJoiner duplicated = new StringJoiner(" ");

        Spawn(Arena arena) {
            this.arena = arena;
            errno = Kernel.errnoSlot(arena);
            actions = arena.allocate(OPAQUE, 16);
            call(ACTIONS_INIT, actions.address(), 0, 0);
        }

        private void call(MemorySegment function, long a, long b, long c) {
            var error = (int) Kernel.invoke(function, errno, a, b, c, 0, 0, 0, 0);
            if (error != 0) throw new ErrnoException("posix_spawn", "attributes", error);
        }

        void duplicate(int from, int to) {
            call(ACTIONS_DUP, actions.address(), from, to);
            duplicated.add(from + ":" + to);
        }

        void closeFrom(int first) {
            call(ACTIONS_CLOSE_FROM, actions.address(), first, 0);
        }

        int run(String path, String name) {
            var attributes = arena.allocate(OPAQUE, 16);
            call(ATTR_INIT, attributes.address(), 0, 0);
            // A daemon under nohup ignores SIGHUP, the JVM blocks signals in threads: nothing of that is inherited.
            var all = arena.allocate(OPAQUE, 16);
            call(SIGFILLSET, all.address(), 0, 0);
            call(ATTR_SIGDEFAULT, attributes.address(), all.address(), 0);
            call(ATTR_SIGMASK, attributes.address(), arena.allocate(OPAQUE, 16).address(), 0);
            call(
                    ATTR_FLAGS,
                    attributes.address(),
                    POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK,
                    0);
            var argv = arena.allocate(ADDRESS, 2);
            argv.setAtIndex(ADDRESS, 0, arena.allocateFrom(name));
            var environment = arena.allocate(JAVA_LONG);
            var pid = arena.allocate(JAVA_INT);
            var began = System.nanoTime();
            var error = (int) Kernel.invoke(
                    SPAWN,
                    errno,
                    pid.address(),
                    arena.allocateFrom(path).address(),
                    actions.address(),
                    attributes.address(),
                    argv.address(),
                    environment.address(),
                    0);
            var took = System.nanoTime() - began;
            call(ACTIONS_DESTROY, actions.address(), 0, 0);
            if (Tracer.active()) {
                var text = "posix_spawn(" + new Quoted(path) + ", {setsid, dup2 " + duplicated + "}, [" + name + "])";
                var result = error == 0
                        ? Integer.toString(pid.get(JAVA_INT, 0))
                        : Errno.of(error).name();
                Tracer.emit(new Traced(Traced.Kind.SYSCALL, text, result, began, took));
            }
            if (error != 0) throw new ErrnoException("posix_spawn", path, error);
            return pid.get(JAVA_INT, 0);
        }
    }
}
