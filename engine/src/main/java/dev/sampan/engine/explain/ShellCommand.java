package dev.sampan.engine.explain;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.launch.CredentialStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Shell;
import dev.sampan.linux.launch.Step;
import dev.sampan.linux.struct.CapabilityData;
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
            + "syscall(%d, 1, 0, $p) == 0 or die \"seccomp: $!\"";

    private static final String EXEC = "exec @ARGV or die \"$ARGV[0]: $!\"";

    /** What nsenter and setpriv need after the bounding set is dropped. */
    private static final long FOR_PROGRAMS =
            capability("CAP_SYS_CHROOT") | capability("CAP_SETUID") | capability("CAP_SETGID");

    private final List<String> limits = new ArrayList<>();
    private Optional<String> label = Optional.empty();
    private String directory = "/";
    private int umask;
    private int uid;
    private int gid;
    private long bounding = -1;
    private boolean noNewPrivileges;
    private Optional<byte[]> filter = Optional.empty();
    private Optional<ProcessStep.Exec> exec = Optional.empty();

    private static long capability(String name) {
        return IntStream.rangeClosed(0, CredentialStep.DropBounding.CAP_LAST_CAP)
                .filter(c -> CapabilityData.name(c).equals(name))
                .mapToLong(c -> 1L << c)
                .findFirst()
                .orElseThrow();
    }

    static boolean joinsCgroup(Step step) {
        return step instanceof PathStep.WriteFile write
                && write.root().equals(Ref.CWD)
                && (write.filesystem() == StatFs.CGROUP || write.filesystem() == StatFs.CGROUP2);
    }

    /** What AppArmor or SELinux shall make of the next program: it would forbid a script its mounts. */
    static boolean isLabel(Step step) {
        return step instanceof PathStep.WriteFile write
                && write.root().equals(Ref.CWD)
                && write.path().startsWith("/proc/self/attr/");
    }

    void add(Step step) {
        switch (step) {
            case PathStep.WriteFile write when isLabel(write) -> label = write.shell();
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
        label.ifPresent(command -> {
            lines.add("# The label of the programs from here on: under it no mount above would have been allowed.");
            lines.add(command);
        });
        lines.add("# chroot instead of pivot_root, after which a script would have no programs left.");
        if ((bounding & FOR_PROGRAMS) == FOR_PROGRAMS) {
            byPrograms(exec.get(), lines);
        } else {
            byPerl(exec.get(), lines);
        }
    }

    private void byPrograms(ProcessStep.Exec command, List<String> lines) {
        lines.add("env=$(command -v env) setpriv=$(command -v setpriv) nsenter=$(command -v nsenter)");
        var line = new StringBuilder("exec");
        filter.ifPresent(program -> line.append(" perl -e ")
                .append(Shell.quote(LOAD_FILTER.formatted(Sys.SECCOMP.number(Arch.host())) + "; " + EXEC))
                .append(" \\\n  ")
                .append(HexFormat.of().formatHex(program))
                .append(" \\\n "));
        line.append(" \"$env\" -i ")
                .append(Shell.quote(command.environment()))
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
                .append(Shell.quote(command.arguments()));
        lines.add(line.toString());
    }

    /** Without these capabilities no program could do its part after another has dropped them: one process does all. */
    private void byPerl(ProcessStep.Exec command, List<String> lines) {
        lines.add(
                "# What setpriv and nsenter would do, in one process: the next one has lost the capabilities for it.");
        int prctl = Sys.PRCTL.number(Arch.host());
        var code = new StringBuilder("$root = shift; $dir = shift; ");
        code.append("chroot $root or die \"chroot: $!\"; chdir $dir or die \"$dir: $!\"; ");
        code.append("for $c (0 .. %d) { syscall(%d, 24, $c, 0, 0, 0) unless %d >> $c & 1 } "
                .formatted(CredentialStep.DropBounding.CAP_LAST_CAP, prctl, bounding));
        if (filter.isPresent()) {
            code.append(LOAD_FILTER.formatted(Sys.SECCOMP.number(Arch.host()))).append("; ");
        }
        code.append("$) = \"%s %s\"; $( = %s; $< = $> = %s; "
                .formatted(
                        Integer.toUnsignedString(gid),
                        Integer.toUnsignedString(gid),
                        Integer.toUnsignedString(gid),
                        Integer.toUnsignedString(uid)));
        if (noNewPrivileges) {
            code.append("syscall(%d, 38, 1, 0, 0, 0); ".formatted(prctl));
        }
        lines.add("exec env -i " + Shell.quote(command.environment()) + " \"$(command -v perl)\" -e "
                + Shell.quote(code + EXEC) + " \"$ROOT\" " + Shell.quote(directory) + " \\\n  "
                + filter.map(HexFormat.of()::formatHex).orElse("") + " \\\n  " + Shell.quote(command.arguments()));
    }

    private String capabilities() {
        var kept = IntStream.rangeClosed(0, CredentialStep.DropBounding.CAP_LAST_CAP)
                .filter(c -> (bounding >>> c & 1) != 0)
                .mapToObj(c ->
                        ",+" + CapabilityData.name(c).toLowerCase(Locale.ROOT).replace("cap_", ""));
        return "-all" + String.join("", kept.toList());
    }
}
