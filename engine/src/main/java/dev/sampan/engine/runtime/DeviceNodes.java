package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Linux.Device;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.struct.Stat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Nodes and links in the container's {@code /dev}; none when that is a bind of the caller's. */
record DeviceNodes(RuntimeSpec spec) {

    private static final Map<String, String> LINKS = links();

    private static Map<String, String> links() {
        var links = new LinkedHashMap<String, String>();
        links.put("/dev/fd", "/proc/self/fd");
        links.put("/dev/stdin", "/proc/self/fd/0");
        links.put("/dev/stdout", "/proc/self/fd/1");
        links.put("/dev/stderr", "/proc/self/fd/2");
        links.put("/dev/ptmx", "pts/ptmx");
        return links;
    }

    void make(Steps steps) {
        if (spec.mounts().stream().anyMatch(m -> isDev(m) && m.isBind())) {
            return;
        }
        spec.linux().devices().forEach(device -> node(device, steps));
        if (spec.mounts().stream().anyMatch(DeviceNodes::isDev)) {
            LINKS.forEach((path, target) -> steps.add(
                    new PathStep.MakeSymlink(Steps.ROOT, path, target),
                    path.equals("/dev/ptmx")
                            ? "opens terminals of the container's own devpts"
                            : "every program expects it"));
        }
    }

    private static boolean isDev(Mount mount) {
        return mount.destination().equals("/dev");
    }

    private static void node(Device device, Steps steps) {
        String folder = device.path().substring(0, Math.max(1, device.path().lastIndexOf('/')));
        if (!folder.equals("/dev")) {
            Ref made = Ref.of("folder of " + device.path());
            steps.add(new PathStep.MakeDirectory(Steps.ROOT, folder, 0755, made), "the node's folder");
            steps.add(new DescriptorStep.Close(made), "only made");
        }
        int mode = device.fileMode() == null ? 0666 : device.fileMode() & 07777;
        steps.add(
                new PathStep.MakeNode(
                        Steps.ROOT,
                        device.path(),
                        type(device.type()) | mode,
                        Stat.device(device.major(), device.minor())),
                "which of them can be opened, the device group decides");
        long uid = device.uid() == null ? 0 : device.uid();
        long gid = device.gid() == null ? 0 : device.gid();
        if (uid != 0 || gid != 0) {
            steps.add(new PathStep.SetOwner(Steps.ROOT, device.path(), (int) uid, (int) gid), "as on the host");
        }
    }

    private static int type(String letter) {
        return switch (letter) {
            case "b" -> Stat.S_IFBLK;
            case "p" -> Stat.S_IFIFO;
            default -> Stat.S_IFCHR;
        };
    }
}
