package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.oci.Mount;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.MountStep.Option;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The spec's mounts in their order: proc, tmpfs and their kin made anew, binds put in place. */
record Filesystems(
        List<Mount> mounts, Optional<Join> cgroup, boolean ownCgroupNamespace, Binds binds, StandardStreams streams) {

    void attach(Steps steps) {
        for (Mount mount : mounts) {
            if (mount.isBind()) {
                binds.attach(mount, steps);
            } else if (mount.type().equals("cgroup") || mount.type().equals("cgroup2")) {
                new CgroupView(mount, cgroup, ownCgroupNamespace).attach(steps);
            } else if (mount.type().equals("devpts") && streams.terminal()) {
                attach(StandardStreams.PTS, mount, "made by the supervisor, which keeps the terminal's master", steps);
            } else {
                make(mount, steps);
            }
        }
    }

    static void make(Mount mount, Steps steps) {
        var options = MountOptions.parse(mount.options());
        Ref made = Ref.of("new " + mount.destination());
        steps.add(
                new MountStep.MakeFilesystem(mount.type(), options(mount, options), (int) options.set(), made),
                reason(mount.type()));
        attach(made, mount, "the target is resolved inside the root only, whatever links the image has", steps);
        steps.add(new DescriptorStep.Close(made), "attached; later steps must not inherit it");
    }

    private static void attach(Ref made, Mount mount, String why, Steps steps) {
        Ref target = Ref.of("at " + mount.destination());
        if (mount.type().equals("proc") || mount.type().equals("sysfs")) {
            steps.add(
                    new PathStep.MakeRealDirectory(Steps.ROOT, mount.destination(), 0755, target),
                    "later steps take this path again; a link could lead them elsewhere then (CVE-2019-19921)");
        } else {
            steps.add(new PathStep.MakeDirectory(Steps.ROOT, mount.destination(), 0755, target), why);
        }
        ProcSafety.refuseInside(mount, target, steps);
        steps.add(new MountStep.Attach(made, target), "onto the directory that is open, not onto a name");
        steps.add(new DescriptorStep.Close(target), "the directory below is covered now");
    }

    private static String reason(String type) {
        return switch (type) {
            case "proc" -> "shows the container's pid namespace, in which this process already is";
            case "sysfs" -> "shows the container's network namespace";
            case "mqueue" -> "shows the container's ipc namespace";
            case "devpts" -> "terminals of the container's own";
            default -> "empty, and gone with the container";
        };
    }

    static List<Option> options(Mount mount, MountOptions options) {
        var all = new ArrayList<Option>();
        if (!mount.source().isEmpty()) {
            all.add(new Option.Text("source", mount.source()));
        }
        options.flags().forEach(flag -> all.add(new Option.Flag(flag)));
        options.data().forEach(entry -> all.add(option(entry)));
        return all;
    }

    static Option option(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0
                ? new Option.Flag(entry)
                : new Option.Text(entry.substring(0, equals), entry.substring(equals + 1));
    }
}
