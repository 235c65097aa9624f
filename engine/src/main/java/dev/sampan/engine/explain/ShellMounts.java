package dev.sampan.engine.explain;

import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.MountStep.Option;
import dev.sampan.linux.launch.NamespaceStep;
import dev.sampan.linux.launch.PathStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Shell;
import dev.sampan.linux.launch.Step;
import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the plan does to the container's file systems by descriptor, done by path below {@code $ROOT}. */
final class ShellMounts {

    /**
     * A mount on its way: made or cloned, attached nowhere yet.
     *
     * @param below attributes that the mounts below it have, too
     * @param propagation in mount(8)'s words, empty for what it has
     */
    private record Detached(List<String> command, long attributes, long below, String propagation) {
        Detached(List<String> command, long attributes) {
            this(command, attributes, 0, "");
        }

        Detached with(MountStep.SetMountAttributes set) {
            long deep = set.recursive() ? set.set() : 0;
            return new Detached(
                    command,
                    attributes & ~set.clear() | set.set(),
                    below | deep,
                    set.propagation() == 0
                            ? propagation
                            : (set.recursive() ? "r" : "") + MountStep.Propagation.word(set.propagation()));
        }
    }

    private static final Map<Long, String> ATTRIBUTES = attributes();

    /** A terminal of the devpts, which the supervisor opens and a script does not. */
    private static final Ref CONSOLE = Ref.of("console");

    private final List<String> lines;
    private final Map<Ref, Detached> detached = new HashMap<>();
    private final Map<Ref, String> places = new HashMap<>();
    /** What is mounted where the root will cover it: in a script beside the root, whose paths would not reach it. */
    private final Map<Ref, String> beside = new HashMap<>();
    /** Attributes of what is mounted, by place: a bind of a part of it inherits them. */
    private final TreeMap<String, Long> mounted = new TreeMap<>();

    /** Where a kernel that takes layers by mount(2) alone has the root until pivot_root: the script has it at {@code $ROOT}. */
    private final Optional<String> rootPlace;

    private final List<Ref> roots;

    private Optional<String> why = Optional.empty();

    ShellMounts(List<String> lines, List<Step> steps) {
        this.lines = lines;
        this.roots = steps.stream()
                .filter(MountStep.PivotRoot.class::isInstance)
                .map(step -> ((MountStep.PivotRoot) step).newRoot())
                .toList();
        this.rootPlace = rootPlace(steps);
    }

    private Optional<String> rootPlace(List<Step> steps) {
        return steps.stream()
                .filter(step -> step instanceof DescriptorStep.Open open && roots.contains(open.as()))
                .map(step -> ((DescriptorStep.Open) step).path())
                .findFirst();
    }

    private static Map<Long, String> attributes() {
        var names = new LinkedHashMap<Long, String>();
        names.put((long) Mounts.MOUNT_ATTR_RDONLY, "ro");
        names.put((long) Mounts.MOUNT_ATTR_NOSUID, "nosuid");
        names.put((long) Mounts.MOUNT_ATTR_NODEV, "nodev");
        names.put((long) Mounts.MOUNT_ATTR_NOEXEC, "noexec");
        names.put((long) Mounts.MOUNT_ATTR_NOATIME, "noatime");
        names.put((long) Mounts.MOUNT_ATTR_STRICTATIME, "strictatime");
        names.put((long) Mounts.MOUNT_ATTR_NODIRATIME, "nodiratime");
        return names;
    }

    /** The reason of the next step, which is written when that gives a command. */
    void why(String reason) {
        why = Optional.of(reason);
    }

    /** The terminal's devpts is made before the clone. */
    void supervisor(Step step) {
        if (step instanceof MountStep.MakeFilesystem) {
            add(step);
        }
    }

    void add(Step step) {
        switch (step) {
            case MountStep.MakeFilesystem(var type, var options, var attributes, var as) ->
                detached.put(as, new Detached(mount(type, options, attributes), attributes));
            case MountStep.OpenTree(var at, var path, var recursive, var as) ->
                detached.put(as, new Detached(List.of("mount", recursive ? "--rbind" : "--bind", source(at, path)), 0));
            case MountStep.SetMountAttributes set -> set(set);
            case MountStep.AttachAt(var mount, var path) when roots.contains(mount) -> attach(mount, "");
            case MountStep.AttachAt(var mount, var path) -> attachBeside(mount);
            case MountStep.Attach(var mount, var target) -> attach(mount, places.get(target));
            case MountStep.ReadonlyPath(var at, var path) -> readonly(path);
            case MountStep.MaskPath(var at, var path, var cover) -> mask(path, beside.get(cover));
            case MountStep.Mount mount
            when isRoot(mount.target()) ->
                emit("mount -t " + mount.type() + " -o " + Shell.quote(mount.data()) + " " + mount.source() + " "
                        + inRoot(""));
            case MountStep.Mount mount -> emit(mount.shell().orElseThrow());
            case PathStep.Chdir(var path) when isRoot(path) -> emit("cd " + inRoot(""));
            case PathStep.MakeDirectory(var at, var path, var mode, var as) -> directory(path, as);
            case PathStep.MakeRealDirectory(var at, var path, var mode, var as) -> directory(path, as);
            case PathStep.MakeFile(var at, var path, var mode, var as) -> file(path, as);
            case PathStep.OpenInRoot(var at, var path, var flags, var as)
            when beside.containsKey(at) -> beside.put(as, in(at, path));
            case PathStep.OpenInRoot(var at, var path, var flags, var as) -> places.put(as, path);
            case PathStep.MakeNode node -> node(node);
            case PathStep.MakeSymlink(var at, var path, var target) ->
                emit("ln -s " + Shell.quote(target) + " " + inRoot(path) + " 2>/dev/null || true");
            case PathStep.SetOwner(var at, var path, var uid, var gid) ->
                emit("chown -h " + uid + ":" + gid + " " + inRoot(path));
            case PathStep.WriteFile(var at, var path, var text, var type)
            when !at.equals(Ref.CWD) -> emit("echo " + Shell.quote(text) + " > " + inRoot(path));
            case PathStep.WriteFile write when ShellCommand.isLabel(write) -> {}
            case PathStep.WriteFile write -> emit(write.shell().orElseThrow());
            case NamespaceStep.SetHostname(var name) ->
                emit("echo " + Shell.quote(name) + " > /proc/sys/kernel/hostname");
            case NamespaceStep.SetDomainname(var name) ->
                emit("echo " + Shell.quote(name) + " > /proc/sys/kernel/domainname");
            default -> {}
        }
    }

    private void emit(String command) {
        why.ifPresent(reason -> lines.add("# " + reason));
        why = Optional.empty();
        lines.add(command);
    }

    private boolean isRoot(String path) {
        return rootPlace.isPresent() && rootPlace.get().equals(path);
    }

    private static String inRoot(String path) {
        return "\"$ROOT\"" + (path.isEmpty() ? "" : Shell.quote(path.startsWith("/") ? path : "/" + path));
    }

    private String in(Ref at, String path) {
        return beside.containsKey(at) ? beside.get(at) + Shell.quote(path) : inRoot(path);
    }

    private String source(Ref at, String path) {
        if (!path.startsWith("/") && detachedDevpts(at)) {
            return inRoot("/dev/pts/" + path);
        }
        return Shell.quote(path);
    }

    private boolean detachedDevpts(Ref at) {
        return detached.containsKey(at);
    }

    /** The file system itself stays writable where only its mount is read-only, so that is done in a second step. */
    private static List<String> mount(String type, List<Option> options, long attributes) {
        var words = new ArrayList<String>();
        var lower = new ArrayList<String>();
        String source = "none";
        names(attributes & ~Mounts.MOUNT_ATTR_RDONLY).forEach(words::add);
        for (Option option : options) {
            switch (option) {
                case Option.Flag(var name) -> words.add(name);
                case Option.Text(var name, var value) when name.equals("source") -> source = value;
                case Option.Text(var name, var value)
                when name.equals("lowerdir+") -> lower.add(value.replace(":", "\\:"));
                case Option.Text(var name, var value) -> words.add(name + "=" + value);
                case Option.Descriptor(var name, var value) -> {}
            }
        }
        if (!lower.isEmpty()) {
            words.addFirst("lowerdir=" + String.join(":", lower));
        }
        var command = new ArrayList<String>(List.of("mount", "-t", type));
        if (!words.isEmpty()) {
            command.add("-o");
            command.add(Shell.quote(String.join(",", words)));
        }
        command.add(Shell.quote(source));
        return command;
    }

    private static List<String> names(long attributes) {
        return ATTRIBUTES.entrySet().stream()
                .filter(e -> (attributes & e.getKey()) != 0)
                .map(Map.Entry::getValue)
                .toList();
    }

    private void attach(Ref mount, String place) {
        var made = detached.get(mount);
        if (made == null || place == null) {
            return;
        }
        String command = String.join(" ", made.command()) + " " + inRoot(place);
        emit(mount.equals(CONSOLE) ? "[ ! -e " + made.command().getLast() + " ] || " + command : command);
        places.put(mount, place);
        mounted.put(place, made.attributes());
        boolean bind = !made.command().contains("-t");
        boolean readonly = (made.attributes() & Mounts.MOUNT_ATTR_RDONLY) != 0;
        if (made.propagation().endsWith("shared")) {
            lines.add(
                    "# As a peer of its source, which a script cannot have: unshare made all the host's mounts slaves.");
        }
        if (!made.propagation().isEmpty()) {
            emit("mount --make-" + made.propagation() + " " + inRoot(place));
        }
        if (made.below() != 0) {
            remountAll(place, made.below());
        } else if (readonly || bind && made.attributes() != 0) {
            remount(place, made.attributes());
        }
    }

    private void attachBeside(Ref mount) {
        String place = "\"$ROOT\"." + mount;
        emit("mkdir " + place + "; " + String.join(" ", detached.get(mount).command()) + " " + place);
        beside.put(mount, place);
    }

    private void remount(String place, long attributes) {
        emit("mount -o remount,bind," + String.join(",", names(attributes)) + " " + inRoot(place));
    }

    /** mount(2) changes one mount, and replaces what it does not name. */
    private void remountAll(String place, long attributes) {
        emit("findmnt -rno VFS-OPTIONS,TARGET -R " + inRoot(place) + " | while read -r options target; do"
                + " mount -o \"remount,bind,$options," + String.join(",", names(attributes))
                + "\" \"$(printf %b \"$target\")\"; done");
    }

    private void set(MountStep.SetMountAttributes set) {
        var pending = detached.get(set.mount());
        boolean attached = places.containsKey(set.mount());
        if (attached && set.set() != 0) {
            String place = places.get(set.mount());
            long all = mounted.getOrDefault(place, 0L) & ~set.clear() | set.set();
            mounted.put(place, all);
            remount(place, all);
        } else if (pending != null) {
            detached.put(set.mount(), pending.with(set));
        }
    }

    private void directory(String path, Ref as) {
        places.put(as, path);
        emit("mkdir -p " + inRoot(path));
    }

    private void file(String path, Ref as) {
        places.put(as, path);
        emit("mkdir -p \"$(dirname " + inRoot(path) + ")\"; [ -e " + inRoot(path) + " ] || : > " + inRoot(path));
    }

    private void node(PathStep.MakeNode node) {
        String type = (node.mode() & Stat.S_IFMT) == Stat.S_IFBLK ? "b" : "c";
        String place = in(node.root(), node.path());
        emit("[ -e " + place + " ] || mknod -m " + Integer.toOctalString(node.mode() & 07777) + " " + place + " " + type
                + " " + Names.major(node.device()) + " " + Names.minor(node.device()));
    }

    private void readonly(String path) {
        var around = mounted.floorEntry(path);
        long inherited = around != null && path.startsWith(around.getKey()) ? around.getValue() : 0;
        emit("if [ -e " + inRoot(path) + " ]; then mount --rbind " + inRoot(path) + " " + inRoot(path)
                + "; mount -o remount,bind," + String.join(",", names(inherited | Mounts.MOUNT_ATTR_RDONLY)) + " "
                + inRoot(path) + "; fi");
    }

    private void mask(String path, String nullDevice) {
        String place = inRoot(path);
        emit("if [ -d " + place + " ]; then mount -t tmpfs -o ro none " + place + "; elif [ -e " + place
                + " ]; then mount --bind " + nullDevice + " " + place + "; fi");
    }
}
