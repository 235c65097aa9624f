package dev.sampan.engine.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs, and with which rights; also the whole description of an exec.
 *
 * @param args the first is looked up in the container's own PATH of {@code env}
 * @param env {@code NAME=value}, given to execve as it is
 * @param cwd absolute, inside the container
 * @param consoleSize of the terminal at start; absent leaves the kernel's 0 x 0
 * @param oomScoreAdj absent leaves what the daemon has
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Process(
        boolean terminal,
        @Nullable ConsoleSize consoleSize,
        User user,
        List<String> args,
        List<String> env,
        String cwd,
        Capabilities capabilities,
        List<Rlimit> rlimits,
        boolean noNewPrivileges,
        String apparmorProfile,
        String selinuxLabel,
        @Nullable Integer oomScoreAdj) {

    public Process {
        user = user == null ? User.ROOT : user;
        args = Absent.list(args);
        env = Absent.list(env);
        cwd = cwd == null || cwd.isEmpty() ? "/" : cwd;
        capabilities = capabilities == null ? Capabilities.NONE : capabilities;
        rlimits = Absent.list(rlimits);
        apparmorProfile = Absent.text(apparmorProfile);
        selinuxLabel = Absent.text(selinuxLabel);
    }

    /** Root without capabilities in {@code /}. */
    public static Process of(List<String> args, List<String> env) {
        return new Process(false, null, User.ROOT, args, env, "/", Capabilities.NONE, List.of(), false, "", "", null);
    }

    public Process user(User changed) {
        return new Process(
                terminal,
                consoleSize,
                changed,
                args,
                env,
                cwd,
                capabilities,
                rlimits,
                noNewPrivileges,
                apparmorProfile,
                selinuxLabel,
                oomScoreAdj);
    }

    public Process env(List<String> changed) {
        return new Process(
                terminal,
                consoleSize,
                user,
                args,
                changed,
                cwd,
                capabilities,
                rlimits,
                noNewPrivileges,
                apparmorProfile,
                selinuxLabel,
                oomScoreAdj);
    }

    public Process cwd(String changed) {
        return new Process(
                terminal,
                consoleSize,
                user,
                args,
                env,
                changed,
                capabilities,
                rlimits,
                noNewPrivileges,
                apparmorProfile,
                selinuxLabel,
                oomScoreAdj);
    }

    public Process terminal(boolean changed, @Nullable ConsoleSize size) {
        return new Process(
                changed,
                size,
                user,
                args,
                env,
                cwd,
                capabilities,
                rlimits,
                noNewPrivileges,
                apparmorProfile,
                selinuxLabel,
                oomScoreAdj);
    }

    public Process capabilities(Capabilities changed) {
        return new Process(
                terminal,
                consoleSize,
                user,
                args,
                env,
                cwd,
                changed,
                rlimits,
                noNewPrivileges,
                apparmorProfile,
                selinuxLabel,
                oomScoreAdj);
    }

    public Process rlimits(List<Rlimit> changed) {
        return new Process(
                terminal,
                consoleSize,
                user,
                args,
                env,
                cwd,
                capabilities,
                changed,
                noNewPrivileges,
                apparmorProfile,
                selinuxLabel,
                oomScoreAdj);
    }

    public Process noNewPrivileges(boolean changed) {
        return new Process(
                terminal,
                consoleSize,
                user,
                args,
                env,
                cwd,
                capabilities,
                rlimits,
                changed,
                apparmorProfile,
                selinuxLabel,
                oomScoreAdj);
    }

    /** Characters, not pixels. */
    public record ConsoleSize(int height, int width) {}

    /**
     * Numbers only: names are resolved against the container's own files before (invariant 1).
     *
     * @param umask absent is 022
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record User(long uid, long gid, @Nullable Integer umask, List<Long> additionalGids, String username) {

        public static final User ROOT = new User(0, 0);

        public User {
            additionalGids = Absent.list(additionalGids);
            username = Absent.text(username);
        }

        public User(long uid, long gid) {
            this(uid, gid, null, List.of(), "");
        }

        public User(long uid, long gid, List<Long> additionalGids) {
            this(uid, gid, null, additionalGids, "");
        }
    }

    /** @param type as in {@code RLIMIT_NOFILE} */
    public record Rlimit(String type, long soft, long hard) {}
}
