package dev.sampan.engine.explain;

import dev.sampan.linux.launch.ExecutedStep;
import dev.sampan.linux.launch.NamespaceStep;
import dev.sampan.linux.launch.ProcessStep;
import dev.sampan.linux.launch.Shell;
import dev.sampan.linux.launch.Step;
import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.trace.Traced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A start as a script: the daemon's cgroup writes and network requests as the commands they are the same as, then the plan's steps with
 * a shell's means (unshare, mount, echo, setpriv, nsenter). It needs the container's layers, and its address to be free: run it after
 * the container has ended. Where a shell cannot do what the plan does, a comment says so.
 */
final class ShellScript {

    private static final String SAME_AS = "same as: ";

    private static final Map<Long, String> UNSHARE = unshare();

    private final String id;
    private final List<ExecutedStep> steps;
    private final List<Traced> daemon;
    private final List<String> lines = new ArrayList<>();

    private ShellScript(String id, List<ExecutedStep> steps, List<Traced> daemon) {
        this.id = id;
        this.steps = steps;
        this.daemon = daemon;
    }

    /** Empty when nothing was launched. */
    static List<String> of(String id, List<ExecutedStep> steps, List<Traced> daemon) {
        return steps.isEmpty() ? List.of() : new ShellScript(id, steps, daemon).script();
    }

    private static Map<Long, String> unshare() {
        var options = new LinkedHashMap<Long, String>();
        options.put(Namespaces.CLONE_NEWNS, "--mount --propagation slave");
        options.put(Namespaces.CLONE_NEWUTS, "--uts");
        options.put(Namespaces.CLONE_NEWIPC, "--ipc");
        options.put(Namespaces.CLONE_NEWPID, "--pid");
        options.put(Namespaces.CLONE_NEWCGROUP, "--cgroup");
        return options;
    }

    private List<String> script() {
        head();
        cgroups();
        network();
        inside();
        join();
        return lines;
    }

    private void head() {
        lines.add("#!/bin/sh");
        lines.add("# The start of container " + id + " as commands, made of what Sampan executed.");
        lines.add("# Run it as root on the same host after the container has ended.");
        lines.add("set -eu");
        lines.add("work=$(mktemp -d)");
        lines.add("export ROOT=$work/root");
        lines.add("mkdir \"$ROOT\"");
        lines.add("finish() {");
        lines.add("  set +e");
        lines.add("  [ -z \"${PID:-}\" ] || { kill \"$PID\"; wait \"$PID\"; } 2>/dev/null");
        made().reversed().forEach(group -> lines.add("  rmdir " + Shell.quote(group) + " 2>/dev/null"));
        lines.add("  rm -rf --one-file-system \"$work\"");
        lines.add("}");
        lines.add("trap finish EXIT");
    }

    private List<String> made() {
        return daemon.stream()
                .filter(t -> t.kind() == Traced.Kind.CGROUP && t.result().equals("ok"))
                .filter(t -> t.text().startsWith("mkdir "))
                .map(t -> t.text().substring("mkdir ".length()))
                .toList();
    }

    private void cgroups() {
        lines.add("");
        lines.add("# Limits, while the groups are empty.");
        daemon.stream()
                .filter(t -> t.kind() == Traced.Kind.CGROUP && t.result().equals("ok"))
                .map(Traced::text)
                .filter(text -> text.startsWith("mkdir ") || text.startsWith("echo "))
                .forEach(text -> lines.add(text.startsWith("mkdir ") ? "mkdir -p" + text.substring(5) : text));
    }

    private void network() {
        if (!has(Namespaces.CLONE_NEWNET)) {
            return;
        }
        lines.add("");
        lines.add("# A network namespace, held by a process until ours is in it.");
        lines.add("unshare --net sleep 1000 &");
        lines.add("PID=$!");
        lines.add(
                "until [ \"$(readlink /proc/$PID/ns/net)\" != \"$(readlink /proc/self/ns/net)\" ]; do sleep 0.01; done");
        daemon.stream()
                .filter(t -> t.kind() == Traced.Kind.NETLINK)
                .filter(t -> !t.result().startsWith("E"))
                .map(t -> t.text().substring(t.text().indexOf(SAME_AS) + SAME_AS.length()))
                .filter(command -> !asks(command))
                .forEach(lines::add);
    }

    /** What only looks at what is there would print it among the script's own output. */
    private static boolean asks(String command) {
        return command.matches(".*\\bip .* show( .*)?|.*\\bnft list .*");
    }

    /** On cgroup v2, by clone3 with CLONE_INTO_CGROUP. */
    private boolean bornInItsGroup() {
        return steps.stream()
                .anyMatch(s -> s.planned().step() instanceof ProcessStep.Clone clone
                        && clone.cgroup().isPresent());
    }

    private boolean has(long namespace) {
        return steps.stream().anyMatch(s -> switch (s.planned().step()) {
            case ProcessStep.Clone clone -> (clone.flags() & namespace) != 0;
            case NamespaceStep.Unshare unshare -> (unshare.flags() & namespace) != 0;
            default -> false;
        });
    }

    /** Runs as the first process of the new namespaces, with the host's programs until the last line. */
    private void inside() {
        lines.add("");
        lines.add("cat >\"$work/inside\" <<'" + end("INSIDE") + "'");
        lines.add("set -eu");
        lines.add("umask 0");
        var mounts = new ShellMounts(
                lines, steps.stream().map(e -> e.planned().step()).toList());
        var command = new ShellCommand();
        for (ExecutedStep executed : steps) {
            Step step = executed.planned().step();
            if (executed.depth() > 0 && !ShellCommand.joinsCgroup(step)) {
                mounts.why(executed.number() + ". " + step.title() + ": "
                        + executed.planned().why());
                mounts.add(step);
                command.add(step);
            } else if (executed.depth() == 0) {
                mounts.supervisor(step);
            }
        }
        command.addTo(lines);
        lines.add(end("INSIDE"));
    }

    /** No image can know the id, so none can end the here-document in its command and go on as the script. */
    private String end(String name) {
        return name + "_" + id;
    }

    private void join() {
        lines.add("");
        lines.add("# Into the groups one by one, then all other namespaces at once.");
        lines.add("cat >\"$work/join\" <<'" + end("JOIN") + "'");
        lines.add("set -eu");
        steps.stream()
                .map(s -> s.planned().step())
                .filter(ShellCommand::joinsCgroup)
                .forEach(step -> lines.add(step.shell().orElseThrow()));
        if (bornInItsGroup() && !made().isEmpty()) {
            lines.add("echo 0 > " + Shell.quote(made().getLast() + "/cgroup.procs"));
        }
        var options = new StringBuilder();
        UNSHARE.forEach((flag, option) -> options.append(has(flag) ? " " + option : ""));
        lines.add("exec unshare --fork" + options + " sh \"$1/inside\"");
        lines.add(end("JOIN"));
        lines.add((has(Namespaces.CLONE_NEWNET) ? "nsenter -t \"$PID\" -n " : "")
                + "sh \"$work/join\" \"$work\" </dev/null");
    }
}
