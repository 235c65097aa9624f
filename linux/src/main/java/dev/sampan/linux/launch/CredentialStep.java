package dev.sampan.linux.launch;

import dev.sampan.linux.struct.CapabilityData;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.linux.syscall.Sys;
import java.util.List;
import java.util.Optional;

/** Who the process is and what it may do. Raw system calls act on one thread, and the process has one. */
public sealed interface CredentialStep extends Step {
    record SetGroups(List<Integer> groups) implements CredentialStep {
        public SetGroups {
            groups = List.copyOf(groups);
        }

        @Override
        public void lower(Ops ops) {
            var list = Cell.ints(groups.stream().mapToInt(Integer::intValue).toArray());
            ops.call(Sys.SETGROUPS).number(groups.size()).memory(list, groups.toString());
        }

        @Override
        public String title() {
            return "set groups";
        }
    }

    record SetGid(int gid) implements CredentialStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.SETRESGID).id(gid).id(gid).id(gid);
        }

        @Override
        public String title() {
            return "set gid " + Integer.toUnsignedString(gid);
        }
    }

    record SetUid(int uid) implements CredentialStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.SETRESUID).id(uid).id(uid).id(uid);
        }

        @Override
        public String title() {
            return "set uid " + Integer.toUnsignedString(uid);
        }
    }

    /** Whether permitted capabilities outlive leaving uid 0, until the next execve (PR_SET_KEEPCAPS). */
    record KeepCapabilities(boolean keep) implements CredentialStep {
        @Override
        public void lower(Ops ops) {
            ops.prctl(Processes.PR_SET_KEEPCAPS, "PR_SET_KEEPCAPS").number(keep ? 1 : 0);
        }

        @Override
        public String title() {
            return "keep capabilities";
        }
    }

    /** Drops from the bounding set all capabilities that are not in the mask (bit n: capability n). */
    record DropBounding(long kept) implements CredentialStep {
        /** CAP_CHECKPOINT_RESTORE, Linux 5.9; the kernel answers EINVAL to what it does not have. */
        public static final int CAP_LAST_CAP = 40;

        private static final int MOST = Long.SIZE - 1;

        @Override
        public void lower(Ops ops) {
            drop(ops, 0, CAP_LAST_CAP);
            // A kernel that is younger than we are may have more: nobody has asked for those.
            var known = new Label();
            ops.prctl(Processes.PR_CAPBSET_READ, "PR_CAPBSET_READ")
                    .name(CAP_LAST_CAP + 1, CapabilityData.name(CAP_LAST_CAP + 1))
                    .onError(known, Errno.EINVAL);
            drop(ops, CAP_LAST_CAP + 1, MOST);
            ops.place(known);
        }

        private void drop(Ops ops, int first, int last) {
            for (int capability = first; capability <= last; capability++) {
                if ((kept >>> capability & 1) == 0) {
                    ops.prctl(Processes.PR_CAPBSET_DROP, "PR_CAPBSET_DROP")
                            .name(capability, CapabilityData.name(capability))
                            .tolerate(Errno.EINVAL);
                }
            }
        }

        @Override
        public String title() {
            return "drop the bounding set";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("capsh --drop=...");
        }
    }

    /** capset(2): masks of the effective, permitted and inheritable set. */
    record SetCapabilities(long effective, long permitted, long inheritable) implements CredentialStep {
        @Override
        public void lower(Ops ops) {
            var data = new CapabilityData(effective, permitted, inheritable);
            ops.call(Sys.CAPSET)
                    .memory(Cell.of(CapabilityData.HEADER_BYTES), "{_LINUX_CAPABILITY_VERSION_3}")
                    .memory(Cell.of(data.bytes()), data.toString());
        }

        @Override
        public String title() {
            return "set capabilities";
        }
    }

    /** The ambient set, which a program without file capabilities keeps; each must be permitted and inheritable. */
    record SetAmbient(long mask) implements CredentialStep {
        @Override
        public void lower(Ops ops) {
            ops.prctl(Processes.PR_CAP_AMBIENT, "PR_CAP_AMBIENT")
                    .name(Processes.PR_CAP_AMBIENT_CLEAR_ALL, "PR_CAP_AMBIENT_CLEAR_ALL");
            for (int capability = 0; capability <= DropBounding.CAP_LAST_CAP; capability++) {
                if ((mask >>> capability & 1) == 1) {
                    ops.prctl(Processes.PR_CAP_AMBIENT, "PR_CAP_AMBIENT")
                            .name(Processes.PR_CAP_AMBIENT_RAISE, "PR_CAP_AMBIENT_RAISE")
                            .name(capability, CapabilityData.name(capability));
                }
            }
        }

        @Override
        public String title() {
            return "set ambient capabilities";
        }
    }

    record NoNewPrivileges() implements CredentialStep {
        @Override
        public void lower(Ops ops) {
            ops.prctl(Processes.PR_SET_NO_NEW_PRIVS, "PR_SET_NO_NEW_PRIVS").number(1);
        }

        @Override
        public String title() {
            return "no new privileges";
        }
    }

    /** Installs a seccomp filter: classic BPF instructions of 8 bytes each. What follows is filtered. */
    record LoadSeccomp(byte[] program, int flags) implements CredentialStep {
        private static final int SECCOMP_SET_MODE_FILTER = 1;

        @Override
        public void lower(Ops ops) {
            var instructions = program.length / 8;
            // A filter may kill who reads the clock.
            ops.timeInTicks();
            var header = Cell.space(16).putShort(0, instructions).pointAt(8, Cell.of(program));
            ops.call(Sys.SECCOMP)
                    .name(SECCOMP_SET_MODE_FILTER, "SECCOMP_SET_MODE_FILTER")
                    .number(flags)
                    .memory(header, "{" + instructions + " instructions}");
        }

        @Override
        public String title() {
            return "load the seccomp filter";
        }
    }

    /** PR_SET_DUMPABLE: 0 keeps other processes of the container from looking into this one before execve. */
    record Dumpable(boolean dumpable) implements CredentialStep {
        @Override
        public void lower(Ops ops) {
            ops.prctl(Processes.PR_SET_DUMPABLE, "PR_SET_DUMPABLE").number(dumpable ? 1 : 0);
        }

        @Override
        public String title() {
            return dumpable ? "dumpable" : "not dumpable";
        }
    }

    /** A new session keyring, so that the process does not hold the daemon's. A kernel without keyrings is tolerated. */
    record JoinSessionKeyring(String name) implements CredentialStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.KEYCTL)
                    .name(1, "KEYCTL_JOIN_SESSION_KEYRING")
                    .text(name)
                    .tolerate(Errno.ENOSYS);
        }

        @Override
        public String title() {
            return "join a session keyring";
        }
    }
}
