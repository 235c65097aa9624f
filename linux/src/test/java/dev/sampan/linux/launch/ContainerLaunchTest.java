package dev.sampan.linux.launch;

import static dev.sampan.linux.launch.LaunchTest.OUT;
import static dev.sampan.linux.launch.LaunchTest.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.testkit.NeedsRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container's usual steps in their usual order: overlay, proc, dev, pivot, masks, credentials. */
@NeedsRoot
class ContainerLaunchTest {
    private static final Ref ROOT = Ref.of("root");
    private static final Ref NULL = Ref.of("null-device");
    private static final Ref TARGET = Ref.of("target");

    @TempDir
    Path place;

    private final List<Planned> steps = new ArrayList<>();

    @BeforeAll
    static void prepare() {
        Launcher.prepare();
    }

    @BeforeEach
    void directories() throws Exception {
        for (var name : List.of("upper", "work", "merged", "lower")) {
            java.nio.file.Files.createDirectory(place.resolve(name));
        }
        // Merged /usr: the host's own programs in an overlay that has nothing else.
        java.nio.file.Files.createDirectory(place.resolve("lower/usr"));
        for (var name : List.of("bin", "lib", "lib64")) {
            java.nio.file.Files.createSymbolicLink(place.resolve("lower/" + name), Path.of("usr/" + name));
        }
    }

    private void add(String why, Step step) {
        steps.add(new Planned(step, why));
    }

    private void rootFileSystem() {
        add("no mount travels to the host", new MountStep.Propagation("/", Mounts.MS_REC | Mounts.MS_SLAVE));
        add(
                "the container's changes over its image",
                new MountStep.MakeFilesystem(
                        "overlay",
                        List.of(
                                new MountStep.Option.Text("lowerdir", place + "/lower"),
                                new MountStep.Option.Text("upperdir", place + "/upper"),
                                new MountStep.Option.Text("workdir", place + "/work")),
                        0,
                        ROOT));
        add("a place to pivot into", new MountStep.AttachAt(ROOT, place + "/merged"));
        mount("usr", new MountStep.OpenTree(Ref.CWD, "/usr", true, TARGET));
        mount("proc", new MountStep.MakeFilesystem("proc", List.of(), Mounts.MOUNT_ATTR_NOSUID, TARGET));
        mount(
                "dev",
                new MountStep.MakeFilesystem(
                        "tmpfs",
                        List.of(new MountStep.Option.Text("mode", "755"), new MountStep.Option.Text("size", "64k")),
                        Mounts.MOUNT_ATTR_NOSUID,
                        TARGET));
        add("modes as given", new ProcessStep.Umask(0));
        add("the null device", new PathStep.MakeNode(ROOT, "dev/null", Stat.S_IFCHR | 0666, Stat.device(1, 3)));
        add("for masks", new PathStep.OpenInRoot(ROOT, "/dev/null", Files.O_PATH, NULL));
        add("a replaced device would unmask what it covers", new SyncStep.VerifyDevice(NULL, 1, 3));
    }

    private void mount(String path, Step make) {
        add("made detached", make);
        add("its place", new PathStep.MakeDirectory(ROOT, path, 0755, Ref.of("place of " + path)));
        add("into place", new MountStep.Attach(TARGET, Ref.of("place of " + path)));
    }

    private void rest(String... command) {
        add("the container's root", new MountStep.PivotRoot(ROOT));
        add("keys of the host", new MountStep.MaskPath(ROOT, "/proc/keys", NULL));
        add("hardware of the host", new MountStep.MaskPath(ROOT, "/proc/acpi", NULL));
        add("not there", new MountStep.MaskPath(ROOT, "/proc/never-was", NULL));
        add("settings of the host", new MountStep.ReadonlyPath(ROOT, "/proc/sys"));
        add("standard output", new DescriptorStep.Dup(OUT, 1));
        add("standard error", new DescriptorStep.Dup(OUT, 2));
        add("files", new ProcessStep.Rlimit(7, "RLIMIT_NOFILE", 1024, 4096));
        add("fourteen less one", new CredentialStep.DropBounding(0x1));
        add("no other groups", new CredentialStep.SetGroups(List.of(5)));
        add("keep over the change", new CredentialStep.KeepCapabilities(true));
        add("group", new CredentialStep.SetGid(1000));
        add("user", new CredentialStep.SetUid(1000));
        add("inheritable is empty (CVE-2022-24769)", new CredentialStep.SetCapabilities(0x1, 0x1, 0));
        add("setuid programs give nothing", new CredentialStep.NoNewPrivileges());
        add("home", new PathStep.Chdir("/usr"));
        add("inside the root", new SyncStep.CheckCwd());
        add("nothing of the host (CVE-2024-21626)", new DescriptorStep.CloseOnExec(3));
        steps.add(LaunchTest.exec(command));
    }

    @Test
    void makesAnIsolatedRoot() throws Exception {
        rootFileSystem();
        rest(
                "/bin/sh",
                "-c",
                "pwd; id -u; id -G; ls /; ls -l /dev/null | cut -c1-10; cat /proc/keys; ls /proc/acpi;"
                        + " ls /proc/self/fd | tr '\\n' ' '; echo; grep -c . /proc/self/mountinfo;"
                        + " ulimit -n; echo x > /proc/sys/kernel/hostname || echo read-only;"
                        + " grep Cap /proc/self/status; grep NoNew /proc/self/status");
        try (var run = new LaunchTest.Run(LaunchTest.supervised(LaunchTest.ALL_NAMESPACES, steps))) {
            run.launched.awaitExec(SOON);
            var lines = run.output().lines().toList();
            assertThat(lines)
                    .startsWith(
                            "/usr",
                            "1000",
                            "1000 5",
                            "bin",
                            "dev",
                            "lib",
                            "lib64",
                            "proc",
                            "usr",
                            "crw-rw-rw-",
                            "0 1 2 3 ");
            assertThat(lines).anyMatch(line -> line.contains("read-only")).contains("1024");
            assertThat(lines)
                    .contains("CapInh:\t0000000000000000", "CapBnd:\t0000000000000001", "NoNewPrivs:\t1")
                    .contains("CapPrm:\t0000000000000000");
            assertThat(run.exit().code()).isZero();
        }
    }

    @Test
    void aNodeThatIsNotTheNullDeviceIsRefused() throws Exception {
        add("slave", new MountStep.Propagation("/", Mounts.MS_REC | Mounts.MS_SLAVE));
        add("zero, not null", new DescriptorStep.Open("/dev/zero", Files.O_PATH, NULL));
        add("a replaced device would unmask what it covers", new SyncStep.VerifyDevice(NULL, 1, 3));
        steps.add(LaunchTest.exec("/bin/true"));
        assertFails("verify null-device is device 1:3 -> ESTALE");
    }

    @Test
    void aFileThatIsNotOfProcIsNotWritten() throws Exception {
        java.nio.file.Files.writeString(place.resolve("file"), "before");
        add("root", new DescriptorStep.Open(place.toString(), Files.O_PATH | Files.O_DIRECTORY, ROOT));
        add("a sysctl", new PathStep.WriteFile(ROOT, "file", "after", StatFs.PROC));
        steps.add(LaunchTest.exec("/bin/true"));
        assertFails("write file -> ESTALE");
        assertThat(place.resolve("file")).hasContent("before");
    }

    @Test
    void aLinkOutOfTheRootStaysInIt() throws Exception {
        java.nio.file.Files.createSymbolicLink(place.resolve("lower/escape"), Path.of("/etc/../../.."));
        java.nio.file.Files.createDirectory(place.resolve("lower/etc"));
        var lower = Ref.of("lower");
        add("root", new DescriptorStep.Open(place + "/lower", Files.O_PATH | Files.O_DIRECTORY, lower));
        add("below a link", new PathStep.MakeDirectory(lower, "escape/inside/deep", 0755, TARGET));
        add("a file", new PathStep.MakeFile(lower, "escape/inside/file", 0644, TARGET));
        add("again", new PathStep.MakeFile(lower, "escape/inside/file", 0644, TARGET));
        add("a link", new PathStep.MakeSymlink(lower, "escape/inside/link", "file"));
        steps.add(LaunchTest.exec("/bin/true"));
        try (var run = new LaunchTest.Run(LaunchTest.supervised(0, steps))) {
            run.launched.awaitExec(SOON);
            run.exit();
        }
        assertThat(place.resolve("lower/inside/deep")).isDirectory();
        assertThat(place.resolve("lower/inside/file")).isRegularFile();
        assertThat(place.resolve("lower/inside/link")).isSymbolicLink();
    }

    private void assertFails(String message) throws Exception {
        try (var run = new LaunchTest.Run(LaunchTest.supervised(LaunchTest.ALL_NAMESPACES, steps))) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> run.launched.awaitExec(SOON))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageStartingWith(message);
            run.exit();
        }
    }
}
