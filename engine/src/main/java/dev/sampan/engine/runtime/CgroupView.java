package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Join;
import dev.sampan.engine.oci.Mount;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /sys/fs/cgroup}. On version 2 it is a mount of its own; on version 1 a tmpfs with one directory per hierarchy, in each a bind of
 * the container's own group. (A bind of the group costs one call; mounting the hierarchy again in the cgroup namespace shows the same.)
 */
record CgroupView(Mount mount, Optional<Join> cgroup, boolean ownNamespace) {

    private static final String HOSTS = "/sys/fs/cgroup";

    void attach(Steps steps) {
        if (cgroup.isPresent() && cgroup.get() instanceof Join.Tasks tasks) {
            version1(tasks.files(), steps);
        } else if (ownNamespace) {
            Filesystems.make(new Mount(mount.destination(), "cgroup2", "cgroup", mount.options()), steps);
        } else {
            hosts(steps);
        }
    }

    /** Version 2 in the host's cgroup namespace: a new mount there would take nsdelegate and memory_recursiveprot from the host's. */
    private void hosts(Steps steps) {
        Ref tree = Ref.of("cgroup");
        Ref target = Ref.of("at " + mount.destination());
        int attributes = (int) MountOptions.parse(mount.options()).set();
        steps.add(
                new MountStep.OpenTree(Ref.CWD, HOSTS, false, tree),
                "the host's, since the container shares its cgroup namespace: a new mount would change the host's options");
        steps.add(new SyncStep.VerifyFilesystem(tree, StatFs.CGROUP2), "nothing else may pose as it");
        steps.add(
                new MountStep.SetMountAttributes(tree, false, attributes, 0, Mounts.MS_PRIVATE, Optional.empty()),
                "a container must not raise its own limits");
        steps.add(new PathStep.MakeDirectory(Steps.ROOT, mount.destination(), 0755, target), "where programs look");
        steps.add(new MountStep.Attach(tree, target), "the view of the host's groups");
        steps.add(new DescriptorStep.Close(target), "covered now");
        steps.add(new DescriptorStep.Close(tree), "attached");
    }

    private void version1(List<String> files, Steps steps) {
        var options = MountOptions.parse(mount.options());
        var tmpfs = new ArrayList<>(mount.options());
        tmpfs.remove("ro");
        tmpfs.add("mode=755");
        Filesystems.make(new Mount(mount.destination(), "tmpfs", "tmpfs", tmpfs), steps);
        for (String file : files) {
            bind(Hierarchy.of(file), (int) options.set(), steps);
        }
        if ((options.set() & Mounts.MOUNT_ATTR_RDONLY) != 0) {
            Ref itself = Ref.of("cgroup-view");
            steps.add(
                    new PathStep.OpenInRoot(Steps.ROOT, mount.destination(), Files.O_PATH, itself),
                    "the tmpfs with all its directories");
            steps.add(
                    new MountStep.SetMountAttributes(itself, false, Mounts.MOUNT_ATTR_RDONLY, 0, 0, Optional.empty()),
                    "read-only once it is complete");
            steps.add(new DescriptorStep.Close(itself), "done");
        }
    }

    private void bind(Hierarchy hierarchy, int attributes, Steps steps) {
        Ref group = Ref.of("cgroup " + hierarchy.name());
        Ref target = Ref.of("at cgroup " + hierarchy.name());
        steps.add(
                new MountStep.OpenTree(Ref.CWD, hierarchy.group(), false, group),
                "the container's own group, and nothing above it");
        steps.add(
                new MountStep.SetMountAttributes(group, false, attributes, 0, Mounts.MS_PRIVATE, Optional.empty()),
                "a container must not raise its own limits (and no release_agent, CVE-2022-0492)");
        steps.add(
                new PathStep.MakeDirectory(Steps.ROOT, mount.destination() + "/" + hierarchy.name(), 0755, target),
                "named as on the host");
        steps.add(new MountStep.Attach(group, target), "the view of this hierarchy");
        steps.add(new DescriptorStep.Close(target), "covered now");
        steps.add(new DescriptorStep.Close(group), "attached");
    }

    /** @param name of the hierarchy's directory: {@code cpu,cpuacct} */
    private record Hierarchy(String name, String group) {

        private static final String MOUNTS = "/sys/fs/cgroup/";

        /** @param file {@code /sys/fs/cgroup/memory/sampan/0123/tasks} */
        static Hierarchy of(String file) {
            String below = file.startsWith(MOUNTS) ? file.substring(MOUNTS.length()) : file.substring(1);
            return new Hierarchy(below.substring(0, below.indexOf('/')), file.substring(0, file.lastIndexOf('/')));
        }
    }
}
