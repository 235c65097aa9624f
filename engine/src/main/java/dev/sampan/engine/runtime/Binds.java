package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Mount;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Inodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Host directories and files that appear in the container. Cloned first, in the host's view; attached in the order of the spec. */
record Binds(Map<Mount, Ref> clones) {

    static Binds of(List<Mount> mounts) {
        var clones = new LinkedHashMap<Mount, Ref>();
        mounts.stream().filter(Mount::isBind).forEach(m -> clones.put(m, Ref.of("bind " + m.destination())));
        return new Binds(clones);
    }

    void clone(Steps steps) {
        var shared = SharedMemory.of(List.copyOf(clones.keySet())).map(SharedMemory::mount);
        clones.forEach((mount, clone) -> {
            var options = MountOptions.parse(mount.options());
            if (shared.filter(mount::equals).isPresent()) {
                attributes(options, clone, steps);
                return;
            }
            steps.add(
                    new MountStep.OpenTree(Ref.CWD, mount.source(), options.recursive(), clone),
                    "the host's path, while the host can still be seen");
            attributes(options, clone, steps);
        });
    }

    /** On the detached clone: nobody can use it before it is restricted. */
    private static void attributes(MountOptions options, Ref clone, Steps steps) {
        long propagation = options.propagation().orElse(0L);
        boolean deep = options.propagationRecursive();
        set(
                new MountStep.SetMountAttributes(
                        clone,
                        false,
                        (int) options.set(),
                        (int) options.clear(),
                        deep ? 0 : propagation,
                        Optional.empty()),
                "of this mount alone",
                steps);
        set(
                new MountStep.SetMountAttributes(
                        clone,
                        true,
                        (int) options.recursiveSet(),
                        (int) options.recursiveClear(),
                        deep ? propagation : 0,
                        Optional.empty()),
                "of the mounts below it too; a clone has the propagation of its source",
                steps);
    }

    private static void set(MountStep.SetMountAttributes attributes, String why, Steps steps) {
        if (attributes.set() != 0 || attributes.clear() != 0 || attributes.propagation() != 0) {
            steps.add(attributes, why);
        }
    }

    void attach(Mount mount, Steps steps) {
        Ref target = Ref.of("at " + mount.destination());
        steps.add(
                isDirectory(mount)
                        ? new PathStep.MakeDirectory(Steps.ROOT, mount.destination(), 0755, target)
                        : new PathStep.MakeFile(Steps.ROOT, mount.destination(), 0644, target),
                "made when the image lacks it; resolved inside the root only (CVE-2021-30465)");
        ProcSafety.refuseInside(mount, target, steps);
        steps.add(new MountStep.Attach(clones.get(mount), target), "the bind appears");
        steps.add(new DescriptorStep.Close(target), "covered now");
        steps.add(new DescriptorStep.Close(clones.get(mount)), "attached");
    }

    private static boolean isDirectory(Mount mount) {
        if (SharedMemory.of(List.of(mount)).isPresent()) {
            return true;
        }
        try {
            return (Inodes.statx(Files.AT_FDCWD, mount.source(), 0).mode() & Stat.S_IFMT) == Stat.S_IFDIR;
        } catch (ErrnoException e) {
            throw new LaunchFailure(
                    "error mounting \"" + mount.source() + "\" to rootfs at \"" + mount.destination() + "\": "
                            + e.errno().text(),
                    e.is(Errno.ENOENT) ? 127 : 128,
                    e);
        }
    }
}
