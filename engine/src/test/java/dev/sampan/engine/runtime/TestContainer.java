package dev.sampan.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sampan.engine.oci.Capabilities;
import dev.sampan.engine.oci.Linux;
import dev.sampan.engine.oci.Mount;
import dev.sampan.engine.oci.Namespace;
import dev.sampan.engine.oci.Namespace.Type;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.engine.process.ExitStatus;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.OutputSink;
import dev.sampan.engine.process.StreamType;
import dev.sampan.engine.process.Streams;
import dev.sampan.engine.security.Capability;
import dev.sampan.engine.security.Devices;
import dev.sampan.engine.security.SystemPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A container of busybox in a directory of its own, with Docker's mounts, and what it printed. */
final class TestContainer {

    static final List<String> ENV = List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    private final Path directory;

    TestContainer(Path directory) throws IOException {
        this.directory = directory;
        Path bin = Files.createDirectories(directory.resolve("lower/bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(directory.resolve("lower/etc"));
        Files.writeString(directory.resolve("lower/etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.createDirectories(directory.resolve("lower/mnt"));
        for (String name : List.of(
                "sh",
                "ls",
                "cat",
                "id",
                "true",
                "sleep",
                "mount",
                "hostname",
                "echo",
                "env",
                "stat",
                "readlink",
                "grep",
                "tty",
                "stty",
                "pwd",
                "touch",
                "wc",
                "head",
                "ps",
                "kill",
                "df")) {
            Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
        }
        Files.createDirectories(directory.resolve("upper"));
        Files.createDirectories(directory.resolve("work"));
    }

    Path lower() {
        return directory.resolve("lower");
    }

    List<Mount> rootfs() {
        return List.of(new Mount(
                "/",
                "overlay",
                "overlay",
                List.of(
                        "lowerdir=" + lower(),
                        "upperdir=" + directory.resolve("upper"),
                        "workdir=" + directory.resolve("work"))));
    }

    static RuntimeSpec spec(String... args) {
        var capabilities = Capabilities.of(Capability.names(Capability.granted(false, List.of(), List.of())));
        return RuntimeSpec.of(
                        Process.of(List.of(args), ENV).capabilities(capabilities),
                        Linux.EMPTY
                                .namespaces(namespaces(
                                        Set.of(Type.PID, Type.NETWORK, Type.MOUNT, Type.IPC, Type.UTS, Type.CGROUP)))
                                .devices(Devices.DEFAULT_NODES)
                                .paths(SystemPaths.masked(), SystemPaths.READ_ONLY))
                .hostname("inside")
                .mounts(mounts());
    }

    private static List<Namespace> namespaces(Set<Type> types) {
        return types.stream().sorted().map(Namespace::fresh).toList();
    }

    static List<Mount> mounts() {
        return List.of(
                new Mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")),
                new Mount("/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")),
                new Mount(
                        "/dev/pts",
                        "devpts",
                        "devpts",
                        List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")),
                new Mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro")),
                new Mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")),
                new Mount("/dev/shm", "tmpfs", "shm", List.of("nosuid", "noexec", "nodev", "mode=1777", "size=64m")));
    }

    LaunchRequest request(RuntimeSpec spec) throws IOException {
        String id = UUID.randomUUID().toString().replace("-", "").repeat(2);
        return new LaunchRequest(
                id,
                spec,
                rootfs(),
                Optional.empty(),
                LaunchRequest.GROUPS_MADE,
                Optional.empty(),
                false,
                false,
                NetworkHook.NONE,
                Files.createDirectories(directory.resolve("state-" + id.substring(0, 8))));
    }

    /** What a container that ended has printed. */
    record Outcome(int code, String out, String err) {}

    Outcome run(RuntimeSpec spec) throws Exception {
        return run(request(spec));
    }

    static Outcome run(LaunchRequest request) throws Exception {
        var log = new Recorder();
        return await(new Runtime().launch(request), request.spec().process().terminal(), log);
    }

    static Outcome await(Live live, boolean terminal, Recorder log) throws Exception {
        live.connect(new Streams(terminal, false), log);
        ExitStatus status = live.exited().get(20, java.util.concurrent.TimeUnit.SECONDS);
        return new Outcome(status.code(), log.text(StreamType.STDOUT), log.text(StreamType.STDERR));
    }

    /** Remembers output by stream. */
    static final class Recorder implements OutputSink {
        private final java.util.Map<StreamType, ByteArrayOutputStream> bytes =
                new java.util.EnumMap<>(StreamType.class);

        @Override
        public synchronized void write(StreamType stream, ByteBuffer chunk) {
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            bytes.computeIfAbsent(stream, s -> new ByteArrayOutputStream()).writeBytes(copy);
        }

        synchronized String text(StreamType stream) {
            return bytes.containsKey(stream) ? bytes.get(stream).toString(UTF_8) : "";
        }
    }
}
