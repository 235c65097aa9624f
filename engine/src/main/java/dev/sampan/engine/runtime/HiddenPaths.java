package dev.sampan.engine.runtime;

import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.MountStep.Option;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of /proc and /sys that are about the host: covered, or made read-only. */
record HiddenPaths(List<String> masked, List<String> readonly) {

    private static final Ref MASKS = Ref.of("masks");
    private static final Ref NULL = Ref.of("null of masks");

    /**
     * The null device that covers files, made before the root file system is attached at the same place, which then covers it.
     *
     * @param place a directory of the host
     */
    void makeMask(Path place, Steps steps) {
        if (masked.isEmpty()) {
            return;
        }
        steps.add(
                new MountStep.MakeFilesystem("tmpfs", List.of(new Option.Text("source", "tmpfs")), 0, MASKS),
                "a container may change mode and owner of what covers a file: so it must not be the host's /dev/null");
        steps.add(
                new MountStep.AttachAt(MASKS, place.toString()),
                "a bind needs an attached source; the root will cover it, and it goes with the old root");
        steps.add(
                new PathStep.MakeNode(MASKS, "/null", Stat.S_IFCHR | 0666, Stat.device(1, 3)),
                "the container's own, and not the one in its /dev, which could be exchanged (CVE-2025-31133)");
        steps.add(new PathStep.OpenInRoot(MASKS, "/null", Files.O_PATH, NULL), "covers files below");
        steps.add(new SyncStep.VerifyDevice(NULL, 1, 3), "nothing but a null device may cover a file");
        steps.add(new DescriptorStep.Close(MASKS), "its one file is open");
    }

    void hide(Steps steps) {
        for (String path : readonly) {
            steps.add(
                    new MountStep.ReadonlyPath(Steps.ROOT, path),
                    "a container's root must not change the host's kernel; after the sysctls, which write here");
        }
        if (!masked.isEmpty()) {
            for (String path : masked) {
                steps.add(
                        new MountStep.MaskPath(Steps.ROOT, path, NULL),
                        "tells about the host, or lets its kernel be disturbed");
            }
            steps.add(new DescriptorStep.Close(NULL), "it has done its work");
        }
    }
}
