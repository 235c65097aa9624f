package dev.sampan.engine.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Consumer;
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
        return edited(e -> e.user = changed);
    }

    public Process env(List<String> changed) {
        return edited(e -> e.env = changed);
    }

    public Process cwd(String changed) {
        return edited(e -> e.cwd = changed);
    }

    public Process terminal(boolean changed, @Nullable ConsoleSize size) {
        return edited(e -> {
            e.terminal = changed;
            e.consoleSize = size;
        });
    }

    public Process capabilities(Capabilities changed) {
        return edited(e -> e.capabilities = changed);
    }

    public Process rlimits(List<Rlimit> changed) {
        return edited(e -> e.rlimits = changed);
    }

    public Process noNewPrivileges(boolean changed) {
        return edited(e -> e.noNewPrivileges = changed);
    }

    private Process edited(Consumer<Edit> change) {
        var edit = new Edit(this);
        change.accept(edit);
        return new Process(
                edit.terminal,
                edit.consoleSize,
                edit.user,
                args,
                edit.env,
                edit.cwd,
                edit.capabilities,
                edit.rlimits,
                edit.noNewPrivileges,
                apparmorProfile,
                selinuxLabel,
                oomScoreAdj);
    }

    private static final class Edit {
        private boolean terminal;
        private @Nullable ConsoleSize consoleSize;
        private User user;
        private List<String> env;
        private String cwd;
        private Capabilities capabilities;
        private List<Rlimit> rlimits;
        private boolean noNewPrivileges;

        private Edit(Process from) {
            terminal = from.terminal;
            consoleSize = from.consoleSize;
            user = from.user;
            env = from.env;
            cwd = from.cwd;
            capabilities = from.capabilities;
            rlimits = from.rlimits;
            noNewPrivileges = from.noNewPrivileges;
        }
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
