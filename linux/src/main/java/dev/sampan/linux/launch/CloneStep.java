package dev.sampan.linux.launch;

import dev.sampan.linux.struct.CloneArgs;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Sys;
import java.util.List;
import java.util.Optional;

/** A process that joins namespaces which others are in already: cloned by another that has joined them before. */
public sealed interface CloneStep extends Step {
    /**
     * Clones a process in two steps, so that it is nowhere before it has its namespaces: an intermediate process runs {@code steps},
     * which enter them and end with {@link Sibling}; what that clones is the supervisor's child. The supervisor sleeps until the
     * intermediate process has ended, and fails where that failed.
     *
     * @param cgroup a cgroup v2 directory that both begin in (CLONE_INTO_CGROUP)
     * @param as the pidfd of what Sibling cloned
     */
    record Intermediate(Optional<Ref> cgroup, Ref as, List<Planned> steps) implements CloneStep {
        private static final long TRUSTED = PlanEncoder.RESULTS_FILE;

        public Intermediate {
            steps = List.copyOf(steps);
        }

        @Override
        public void lower(Ops ops) {
            var flags = Namespaces.CLONE_VFORK | (cgroup.isPresent() ? Namespaces.CLONE_INTO_CGROUP : 0);
            var arguments = Cell.of(new CloneArgs(flags, Processes.SIGCHLD).bytes());
            cgroup.ifPresent(ref -> ops.store(arguments, CloneArgs.LAYOUT.offset("cgroup"), 8, ref));
            var intermediate = ops.scratch("intermediate");
            // Where the number of what it clones is written: the intermediate process needs it, and its own child must
            // not have it.
            trusted(ops, Processes.MADV_DOFORK, "MADV_DOFORK");
            ops.call(Sys.CLONE3)
                    .memory(arguments, "{flags=" + Namespaces.CLONE_FLAGS.text(flags) + ", exit_signal=SIGCHLD}")
                    .number(CloneArgs.SIZE)
                    .as(intermediate)
                    .fork(() -> alone(ops), steps);
            reap(ops, intermediate);
            var number = ops.scratch("child");
            ops.define(number, TRUSTED);
            ops.call(Sys.PIDFD_OPEN).fd(number).number(0).as(as);
        }

        /** In the intermediate process: it must not outlive the supervisor, which alone would hear of its child. */
        private static void alone(Ops ops) {
            ops.prctl(Processes.PR_SET_PDEATHSIG, "PR_SET_PDEATHSIG").name(Processes.SIGKILL, "SIGKILL");
            trusted(ops, Processes.MADV_DONTFORK, "MADV_DONTFORK");
        }

        private static void trusted(Ops ops, int advice, String name) {
            ops.call(Sys.MADVISE)
                    .name(TRUSTED, "trusted")
                    .number(Results.TRUSTED)
                    .name(advice, name);
        }

        private static void reap(Ops ops, Ref intermediate) {
            var status = Cell.space(8);
            ops.call(Sys.WAIT4)
                    .fd(intermediate)
                    .memory(status, "&status")
                    .number(0)
                    .nothing();
            var good = new Label();
            ops.jumpIf(status, 0, 4, 0xffffffffL, 0, good);
            // What failed in it is in the results already, and stays the cause; this is for one that was killed.
            ops.fail(Errno.ECHILD);
            ops.place(good);
        }

        @Override
        public String title() {
            return "clone an intermediate process";
        }
    }

    /**
     * The last step of {@link Intermediate}: clone(2), which filters that know no clone3 let through. The child belongs to the
     * supervisor, and its number is written where only the supervisor and the daemon read it.
     */
    record Sibling(List<Planned> child) implements CloneStep {
        public Sibling {
            child = List.copyOf(child);
        }

        @Override
        public void lower(Ops ops) {
            ops.call(Sys.CLONE)
                    .flags(Namespaces.CLONE_PARENT | Namespaces.CLONE_PARENT_SETTID, Namespaces.CLONE_FLAGS)
                    .nothing()
                    .name(PlanEncoder.RESULTS_FILE, "&child")
                    .nothing()
                    .nothing()
                    .fork(child);
        }

        @Override
        public String title() {
            return "clone";
        }
    }
}
