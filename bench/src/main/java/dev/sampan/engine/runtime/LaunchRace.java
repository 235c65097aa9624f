package dev.sampan.engine.runtime;

import dev.sampan.engine.cgroup.Cgroups;
import dev.sampan.engine.cgroup.Resources;
import dev.sampan.engine.oci.Capabilities;
import dev.sampan.engine.oci.Linux;
import dev.sampan.engine.oci.LinuxResources;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.engine.process.Streams;
import dev.sampan.engine.security.Capability;
import dev.sampan.engine.security.Devices;
import dev.sampan.engine.security.SeccompProfile;
import dev.sampan.engine.security.SystemPaths;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container that runs /bin/true, again and again: by runc, by crun, and by this library from a warm JVM, in turns. All make six
 * namespaces, groups in every hierarchy with a device list, and the usual mounts; ours mounts an overlay and loads the default seccomp
 * filter besides. Prints the medians in milliseconds as JSON. Run by bench/launch as root.
 */
public final class LaunchRace {
    /** Until the optimising compiler has done its work: what this row asks for is a warm JVM. */
    private static final int WARM = 2000;

    /** One contender's leftovers, such as namespaces that the kernel takes down later, are not the next one's. */
    private static final int BLOCK = 10;

    private static final int PAUSE_MILLISECONDS = 300;

    private final Path place;
    private final Cgroups cgroups = Cgroups.open("/sampan-race", Path.of("/run/sampan-race-parents"));
    private final Runtime runtime = new Runtime();
    private int runs;

    private LaunchRace(Path place) {
        this.place = place;
    }

    private interface Contender {
        void run() throws Exception;
    }

    /** @param arguments an empty directory, and how many rounds */
    public static void main(String[] arguments) throws Exception {
        var race = new LaunchRace(Path.of(arguments[0]));
        try {
            race.prepare();
            race.race(Integer.parseInt(arguments[1]));
        } finally {
            race.cgroups.removeParent();
        }
    }

    private void race(int rounds) throws Exception {
        for (int i = 0; i < WARM; i++) {
            library();
        }
        var contenders = new LinkedHashMap<String, Contender>();
        contenders.put("runc", () -> peer("runc"));
        contenders.put("crun", () -> peer("crun"));
        contenders.put("library", this::library);
        System.out.println(medians(contenders, rounds));
    }

    private String medians(Map<String, Contender> contenders, int rounds) throws Exception {
        var times = new LinkedHashMap<String, List<Long>>();
        for (int done = 0; done < rounds; done += BLOCK) {
            for (var contender : contenders.entrySet()) {
                Thread.sleep(PAUSE_MILLISECONDS);
                for (int i = 0; i < BLOCK; i++) {
                    long began = System.nanoTime();
                    contender.getValue().run();
                    times.computeIfAbsent(contender.getKey(), absent -> new ArrayList<>())
                            .add(System.nanoTime() - began);
                }
            }
        }
        var json = new ArrayList<String>();
        times.forEach((name, taken) -> {
            taken.sort(null);
            json.add("\"%s\": %.3f".formatted(name, taken.get(taken.size() / 2) / 1e6));
        });
        return "{" + String.join(", ", json) + "}";
    }

    private void prepare() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(place.resolve("rootfs/bin"));
        for (String directory : List.of("proc", "sys", "dev", "etc")) {
            Files.createDirectories(place.resolve("rootfs").resolve(directory));
        }
        Files.copy(Path.of("/bin/busybox"), bin.resolve("true"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(place.resolve("upper"));
        Files.createDirectories(place.resolve("work"));
        execute(List.of("runc", "spec"));
        Path config = place.resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(
                config,
                text.replace("\"terminal\": true", "\"terminal\": false").replace("\"sh\"", "\"/bin/true\""));
    }

    private void peer(String name) throws IOException, InterruptedException {
        execute(List.of(name, "--root", place.resolve(name).toString(), "run", "race-" + ++runs));
    }

    private void execute(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue());
        }
    }

    private void library() throws Exception {
        String id = "race" + ++runs;
        RuntimeSpec spec = spec();
        Path state = Files.createDirectory(place.resolve(id));
        var group = cgroups.planned("", id);
        var live = runtime.launch(new LaunchRequest(
                id,
                spec,
                List.of(new Mount(
                        "/",
                        "overlay",
                        "overlay",
                        List.of(
                                "lowerdir=" + place.resolve("rootfs"),
                                "upperdir=" + place.resolve("upper"),
                                "workdir=" + place.resolve("work")))),
                Optional.of(group.join()),
                () -> cgroups.create("", id, Resources.of(new LinuxResources(Devices.DEFAULT_RULES, null, null, null))),
                Optional.of(SeccompProfile.builtin().compile(Capability.DEFAULTS)),
                false,
                false,
                NetworkHook.NONE,
                state));
        live.connect(new Streams(false, false), new Nowhere());
        if (live.exited().get().code() != 0) {
            throw new IllegalStateException("ended with " + live.exited().get());
        }
        live.close();
        group.delete();
        Files.delete(state.resolve("exit"));
        Files.delete(state);
    }

    /** A container with Docker's defaults. */
    static RuntimeSpec spec() {
        var capabilities = Capabilities.of(Capability.names(Capability.granted(false, List.of(), List.of())));
        List<Namespace> namespaces = Arrays.stream(Namespace.Type.values())
                .filter(type -> type != Namespace.Type.USER && type != Namespace.Type.TIME)
                .map(Namespace::fresh)
                .toList();
        return RuntimeSpec.of(
                        Process.of(List.of("/bin/true"), List.of("PATH=/bin")).capabilities(capabilities),
                        Linux.EMPTY
                                .namespaces(namespaces)
                                .devices(Devices.DEFAULT_NODES)
                                .paths(SystemPaths.masked(), SystemPaths.READ_ONLY))
                .hostname("race")
                .mounts(List.of(
                        new Mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")),
                        new Mount("/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")),
                        new Mount(
                                "/dev/pts",
                                "devpts",
                                "devpts",
                                List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")),
                        new Mount("/dev/shm", "tmpfs", "shm", List.of("nosuid", "noexec", "nodev", "mode=1777", "size=64m")),
                        new Mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")),
                        new Mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro"))));
    }

    private static final class Nowhere implements OutputSink {
        @Override
        public void write(StreamType stream, ByteBuffer chunk) {
            chunk.position(chunk.limit());
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
