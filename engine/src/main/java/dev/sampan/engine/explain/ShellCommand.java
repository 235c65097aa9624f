package dev.sampan.engine.explain;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.launch.CredentialStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Shell;
import dev.sampan.linux.launch.Step;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Sys;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The last line: identity, powers, filter and the command itself, in programs that each hand over to the next by exec. */
final class ShellCommand {

    /** seccomp(2) in the one language that is on every Debian and can call it. */
    private static final String LOAD_FILTER = "$f = pack(\"H*\", shift); $p = pack(\"SxxxxxxP\", length($f) / 8, $f); "
            + "syscall(%d, 1, 0, $p) == 0 or die \"seccomp: $!\"; exec @ARGV or die \"$ARGV[0]: $!\"";

    private final List<String> limits = new ArrayList<>();
    private String directory = "/";
    private int umask;
    private int uid;
    private int gid;
    private long bounding = -1;
    private boolean noNewPrivileges;
    private Optional<byte[]> filter = Optional.empty();
    private Optional<ProcessStep.Exec> exec = Optional.empty();

    static boolean joinsCgroup(Step step) {
        return step instanceof PathStep.WriteFile write
                && write.root().equals(Ref.CWD)
                && (write.filesystem() == StatFs.CGROUP || write.filesystem() == StatFs.CGROUP2);
    }

    void add(Step step) {
        switch (step) {
            case ProcessStep.Rlimit limit -> limits.add(limit.shell().orElseThrow());
            case ProcessStep.Umask(var mask) -> umask = mask;
            case PathStep.Chdir(var path) -> directory = path;
            case CredentialStep.DropBounding(var kept) -> bounding = kept;
            case CredentialStep.SetGid(var id) -> gid = id;
            case CredentialStep.SetUid(var id) -> uid = id;
            case CredentialStep.NoNewPrivileges none -> noNewPrivileges = true;
            case CredentialStep.LoadSeccomp(var program, var flags) -> filter = Optional.of(program);
            case ProcessStep.Exec command -> exec = Optional.of(command);
            default -> {}
        }
    }

    void addTo(List<String> lines) {
        if (exec.isEmpty()) {
            return;
        }
        lines.addAll(limits);
        lines.add("umask 0" + Integer.toOctalString(umask));
        lines.add("cd /");
        lines.add("# chroot instead of pivot_root, after which a script would have no programs left.");
        lines.add("env=$(command -v env) setpriv=$(command -v setpriv) nsenter=$(command -v nsenter)");
        var command = new StringBuilder("exec");
        filter.ifPresent(program -> command.append(" perl -e ")
                .append(Shell.quote(LOAD_FILTER.formatted(Sys.SECCOMP.number(Arch.host()))))
                .append(" \\\n  ")
                .append(HexFormat.of().formatHex(program))
                .append(" \\\n "));
        command.append(" \"$env\" -i ")
                .append(Shell.quote(exec.get().environment()))
                .append(" \\\n  \"$setpriv\" --bounding-set=")
                .append(capabilities())
                .append(" --inh-caps=-all")
                .append(noNewPrivileges ? " --no-new-privs" : "")
                .append(" \\\n  \"$nsenter\" --root=\"$ROOT\" --wdns=")
                .append(Shell.quote(directory))
                .append(" --setgid ")
                .append(Integer.toUnsignedString(gid))
                .append(" --setuid ")
                .append(Integer.toUnsignedString(uid))
                .append(" -- \\\n  ")
                .append(Shell.quote(exec.get().arguments()));
        lines.add(command.toString());
    }

    private String capabilities() {
        var kept = IntStream.rangeClosed(0, CredentialStep.DropBounding.CAP_LAST_CAP)
                .filter(c -> (bounding >>> c & 1) != 0)
                .mapToObj(c -> ",+"
                        + dev.sampan.linux.struct.CapabilityData.name(c)
                                .toLowerCase(Locale.ROOT)
                                .replace("cap_", ""));
        return "-all" + String.join("", kept.toList());
    }
}
