package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.MountStep.Option;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.proc.KernelVersion;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What storage gave becomes the mount {@link Steps#ROOT}, and that the root of the container. It is attached on a directory of the
 * host, but in the container's mount namespace: the host never sees it.
 *
 * @param place a directory that exists
 */
record RootFilesystem(List<Mount> mounts, Path place, KernelVersion kernel) {

    private static final int FSCONFIG_STRING_LIMIT = 255;
    /** mount(2) copies one page of options, and takes a longer text for its beginning. */
    private static final int MOUNT_DATA_LIMIT = 4095;

    private static final String LOWERDIR = "lowerdir=";
    private static final Pattern LAYER = Pattern.compile("(?:\\\\.|[^:\\\\])+");

    void attach(Steps steps) {
        for (Mount mount : mounts.subList(0, mounts.size() - 1)) {
            var options = MountOptions.parse(mount.options());
            steps.add(
                    new MountStep.Mount(
                            mount.source(), mount.destination(), mount.type(), options.set(), data(options)),
                    "the root file system is made of it");
        }
        Mount root = mounts.getLast();
        if (root.isBind()) {
            bind(root, steps);
        } else if (byDescriptor(root)) {
            make(root, steps);
        } else {
            mountByPath(root, steps);
        }
    }

    private void bind(Mount root, Steps steps) {
        var options = MountOptions.parse(root.options());
        steps.add(
                new MountStep.OpenTree(Ref.CWD, root.source(), options.recursive(), Steps.ROOT),
                "pivot_root wants a mount point, and a directory alone is none");
        steps.add(
                new MountStep.SetMountAttributes(
                        Steps.ROOT, true, (int) options.set(), 0, Mounts.MS_PRIVATE, Optional.empty()),
                "a clone keeps the propagation of its source");
        steps.add(new MountStep.AttachAt(Steps.ROOT, place.toString()), "in this mount namespace only");
    }

    private void make(Mount root, Steps steps) {
        var options = MountOptions.parse(root.options());
        steps.add(
                new MountStep.MakeFilesystem(root.type(), layered(root, options), (int) options.set(), Steps.ROOT),
                "image layers below, the container's own on top; layers one by one, as a string has at most 255 bytes");
        steps.add(new MountStep.AttachAt(Steps.ROOT, place.toString()), "in this mount namespace only");
    }

    private void mountByPath(Mount root, Steps steps) {
        var options = MountOptions.parse(root.options());
        String data = data(options);
        if (data.length() > MOUNT_DATA_LIMIT) {
            data = String.join(",", named(options, steps));
        }
        steps.add(
                new MountStep.Mount(root.source(), place.toString(), root.type(), options.set(), data),
                "this kernel takes layers in one string only");
        steps.add(
                new DescriptorStep.Open(place.toString(), Files.O_PATH | Files.O_DIRECTORY, Steps.ROOT),
                "everything below is resolved from it");
    }

    /** The options with 1:2:3 for the layers: links of these names in the working directory. */
    private List<String> named(MountOptions options, Steps steps) {
        Ref names = Ref.of("layer names");
        steps.add(
                new MountStep.Mount("tmpfs", place.toString(), "tmpfs", 0, "mode=700"),
                "the layers' paths are longer than a page, which is all that mount takes: here they get short names");
        steps.add(
                new PathStep.Chdir(place.toString()),
                "names are looked up from here; the root will cover it, and it goes with the old root");
        steps.add(new DescriptorStep.Open(".", Files.O_PATH | Files.O_DIRECTORY, names), "to make them");
        var renamed = new ArrayList<String>();
        for (String entry : options.data()) {
            if (!entry.startsWith(LOWERDIR)) {
                renamed.add(entry);
                continue;
            }
            var layers = layers(entry);
            for (int i = 1; i <= layers.size(); i++) {
                steps.add(
                        new PathStep.MakeSymlink(names, Integer.toString(i), layers.get(i - 1)),
                        "layer " + i + ", from above");
            }
            renamed.add(LOWERDIR
                    + IntStream.rangeClosed(1, layers.size())
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(":")));
        }
        steps.add(new DescriptorStep.Close(names), "all are made");
        return renamed;
    }

    private boolean byDescriptor(Mount root) {
        boolean layers = root.options().stream().anyMatch(o -> o.startsWith(LOWERDIR));
        return (!layers || kernel.atLeast(6, 8))
                && layered(root, MountOptions.parse(root.options())).stream()
                        .allMatch(o ->
                                !(o instanceof Option.Text text) || text.value().length() <= FSCONFIG_STRING_LIMIT);
    }

    private static List<Option> layered(Mount root, MountOptions options) {
        var layered = new ArrayList<Option>();
        layered.add(new Option.Text("source", root.source().isEmpty() ? root.type() : root.source()));
        for (String entry : options.data()) {
            if (entry.startsWith(LOWERDIR)) {
                for (String layer : layers(entry)) {
                    layered.add(new Option.Text("lowerdir+", layer));
                }
            } else {
                layered.add(Filesystems.option(entry));
            }
        }
        return layered;
    }

    /** The paths of a {@code lowerdir=} option, where a colon inside of one has a backslash before it. */
    private static List<String> layers(String lowerdir) {
        return LAYER.matcher(lowerdir.substring(LOWERDIR.length()))
                .results()
                .map(found -> found.group().replaceAll("\\\\(.)", "$1"))
                .toList();
    }

    private static String data(MountOptions options) {
        return String.join(",", options.data());
    }

    static void makeWorkingDirectory(String cwd, Steps steps) {
        if (!cwd.equals("/")) {
            steps.add(
                    new PathStep.MakeDirectory(Steps.ROOT, cwd, 0755, Ref.of("cwd")),
                    "a working directory that the image lacks is made, while the root is still writable");
            steps.add(new DescriptorStep.Close(Ref.of("cwd")), "only made, not entered yet");
        }
    }

    static void finish(RuntimeSpec spec, Steps steps) {
        if (spec.root().readonly()) {
            steps.add(
                    new MountStep.SetMountAttributes(
                            Steps.ROOT, false, Mounts.MOUNT_ATTR_RDONLY, 0, 0, Optional.empty()),
                    "last of the mounts: their targets may have had to be made");
        }
        steps.add(
                new MountStep.PivotRoot(Steps.ROOT),
                "the host's file systems leave this namespace, and cannot be reached any more");
        var propagation = MountOptions.parse(List.of(spec.linux().rootfsPropagation()));
        propagation
                .propagation()
                .filter(type -> type != Mounts.MS_PRIVATE)
                .ifPresent(type -> steps.add(
                        new MountStep.Propagation("/", type | (propagation.propagationRecursive() ? Mounts.MS_REC : 0)),
                        "asked for by a mount with this propagation"));
    }
}
