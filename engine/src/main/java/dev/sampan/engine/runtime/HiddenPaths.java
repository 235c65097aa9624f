package dev.sampan.engine.runtime;

import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.syscall.Files;
import java.util.List;

/** Files of /proc and /sys that are about the host: covered, or made read-only. */
final class HiddenPaths {

    private static final Ref HOST_NULL = Ref.of("host-null");

    private HiddenPaths() {}

    static void hide(List<String> masked, List<String> readonly, Steps steps) {
        for (String path : readonly) {
            steps.add(
                    new MountStep.ReadonlyPath(Steps.ROOT, path),
                    "a container's root must not change the host's kernel; after the sysctls, which write here");
        }
        if (!masked.isEmpty()) {
            steps.add(
                    new DescriptorStep.Open("/dev/null", Files.O_PATH, HOST_NULL),
                    "the host's: the container's own could have been exchanged (CVE-2025-31133)");
            steps.add(new SyncStep.VerifyDevice(HOST_NULL, 1, 3), "nothing but the null device may cover a file");
            for (String path : masked) {
                steps.add(
                        new MountStep.MaskPath(Steps.ROOT, path, HOST_NULL),
                        "tells about the host, or lets its kernel be disturbed");
            }
            steps.add(new DescriptorStep.Close(HOST_NULL), "it has done its work");
        }
    }
}
