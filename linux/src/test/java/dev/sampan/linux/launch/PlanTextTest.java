package dev.sampan.linux.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.struct.Stat;
import dev.sampan.linux.struct.StatFs;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Namespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every step of the vocabulary once, as text: what it lowers to is a decision that a change of this file shows. */
class PlanTextTest {
    private static final Ref ROOT = Ref.of("root");
    private static final Ref NULL = Ref.of("null");
    private static final Ref PIDFD = Ref.of("pidfd");
    private static final Ref PEER = Ref.of("peer");

    private static Planned p(Step step) {
        return new Planned(step, "because");
    }

    private static List<Planned> mounts() {
        return List.of(
                p(new MountStep.Propagation("/", Mounts.MS_REC | Mounts.MS_SLAVE)),
                p(new MountStep.MakeFilesystem(
                        "overlay",
                        List.of(
                                new MountStep.Option.Text("lowerdir+", "/layer"),
                                new MountStep.Option.Flag("ro"),
                                new MountStep.Option.Descriptor("upperdir", NULL)),
                        Mounts.MOUNT_ATTR_NODEV,
                        ROOT)),
                p(new MountStep.Mount("overlay", "/x", "overlay", Mounts.MS_NOSUID, "lowerdir=a:b")),
                p(new MountStep.OpenTree(Ref.CWD, "/srv", true, Ref.of("srv"))),
                p(new MountStep.SetMountAttributes(
                        Ref.of("srv"), true, Mounts.MOUNT_ATTR_RDONLY, 0, Mounts.MS_PRIVATE, Optional.empty())),
                p(new MountStep.AttachAt(ROOT, "/run/root")),
                p(new PathStep.MakeDirectory(ROOT, "/a/b", 0755, Ref.of("place"))),
                p(new MountStep.Attach(Ref.of("srv"), Ref.of("place"))),
                p(new MountStep.PivotRoot(ROOT)),
                p(new MountStep.MaskPath(ROOT, "/proc/keys", NULL)),
                p(new MountStep.ReadonlyPath(ROOT, "/proc/sys")),
                p(new MountStep.Unmount("/old", Mounts.MNT_DETACH)));
    }

    private static List<Planned> paths() {
        return List.of(
                p(new PathStep.OpenInRoot(ROOT, "/etc", Files.O_PATH, Ref.of("etc"))),
                p(new PathStep.MakeFile(ROOT, "/etc/hosts", 0644, Ref.of("hosts"))),
                p(new PathStep.MakeNode(ROOT, "dev/null", Stat.S_IFCHR | 0666, Stat.device(1, 3))),
                p(new PathStep.MakeSymlink(ROOT, "dev/fd", "/proc/self/fd")),
                p(new PathStep.SetOwner(ROOT, "dev/null", 0, 5)),
                p(new PathStep.SetOwnerOf(PEER, 1000, 5)),
                p(new PathStep.WriteFile(ROOT, "/proc/sys/net/x", "1", StatFs.PROC)),
                p(new PathStep.WriteFile(Ref.CWD, "/sys/fs/cgroup/x/cgroup.procs", "0", 0)),
                p(new PathStep.Chdir("/")),
                p(new PathStep.Fchdir(Ref.of("etc"))),
                p(new PathStep.Chroot("/srv")),
                p(new SyncStep.CheckCwd()),
                p(new SyncStep.VerifyDevice(NULL, 1, 3)),
                p(new SyncStep.VerifyInode(NULL, Stat.device(8, 1), 77)),
                p(new SyncStep.VerifyFilesystem(ROOT, StatFs.OVERLAYFS)),
                p(new SyncStep.RefuseFilesystem(ROOT, StatFs.PROC)),
                p(new PathStep.MakeRealDirectory(ROOT, "/proc", 0755, Ref.of("place of proc"))),
                p(new SyncStep.Signal(3)),
                p(new SyncStep.AwaitGate()));
    }

    private static List<Planned> credentials() {
        return List.of(
                p(new CredentialStep.Dumpable(false)),
                p(new CredentialStep.JoinSessionKeyring("_ses.x")),
                p(new CredentialStep.DropBounding(0x1ffffffffe0L | 0x1e)),
                p(new CredentialStep.SetGroups(List.of(4, 5))),
                p(new CredentialStep.KeepCapabilities(true)),
                p(new CredentialStep.SetGid(1)),
                p(new CredentialStep.SetUid(-2)),
                p(new CredentialStep.SetCapabilities(1L << 40, 3, 0)),
                p(new CredentialStep.SetAmbient(2)),
                p(new CredentialStep.NoNewPrivileges()),
                p(new CredentialStep.LoadSeccomp(new byte[16], 0)));
    }

    private static List<Planned> processes() {
        return List.of(
                p(new NamespaceStep.SetNamespace(NULL, Namespaces.CLONE_NEWNET)),
                p(new NamespaceStep.Unshare(Namespaces.CLONE_NEWUTS)),
                p(new ProcessStep.Setsid()),
                p(new ProcessStep.ControllingTerminal()),
                p(new ProcessStep.Rlimit(7, "RLIMIT_NOFILE", 1024, -1)),
                p(new ProcessStep.Rlimit(6, "RLIMIT_NPROC", 7, 7, false)),
                p(new ProcessStep.Umask(022)),
                p(new NamespaceStep.SetHostname("boat")),
                p(new NamespaceStep.SetDomainname("sea")),
                p(new DescriptorStep.Dup(PEER, 0)),
                p(new DescriptorStep.EmptyInput(0)),
                p(new DescriptorStep.Write(NULL, "text")),
                p(new DescriptorStep.CloseOnExec(3)),
                p(new ProcessStep.PrepareInit()),
                p(new ProcessStep.RunInit(List.of(
                        p(new ProcessStep.ForegroundGroup()),
                        p(new ProcessStep.UnblockSignals()),
                        p(new ProcessStep.Exec(
                                List.of("/usr/bin/sh", "/bin/sh"), List.of("sh", "-c", "it's"), List.of("A=b")))))));
    }

    static LaunchPlan everything() {
        var child = java.util.stream.Stream.of(mounts(), paths(), credentials(), processes())
                .flatMap(List::stream)
                .toList();
        return new LaunchPlan(
                "sampan-everything",
                List.of(NULL, Ref.of("cgroup")),
                List.of(
                        p(new DescriptorStep.Open("/dev/pts", Files.O_PATH, Ref.of("devpts"))),
                        p(new DescriptorStep.OpenTerminal(Ref.of("devpts"), 24, 80, Ref.of("master"), PEER)),
                        p(new DescriptorStep.KeepAt(Ref.of("master"), Slot.TERMINAL)),
                        p(new DescriptorStep.OpenSocket(16, 3, 0, Ref.of("netlink"))),
                        p(new ProcessStep.Clone(
                                Namespaces.CLONE_NEWNS | Namespaces.CLONE_NEWPID,
                                Optional.of(Ref.of("cgroup")),
                                PIDFD,
                                child)),
                        p(new CloneStep.Intermediate(
                                Optional.of(Ref.of("cgroup")),
                                Ref.of("sibling"),
                                List.of(
                                        p(new DescriptorStep.CloseOnExec(3)),
                                        p(new CloneStep.Sibling(List.of(p(new ProcessStep.Exec(
                                                List.of("/bin/true"), List.of("true"), List.of())))))))),
                        p(new DescriptorStep.Close(PEER)),
                        p(new DescriptorStep.CloseRange(17, 18)),
                        p(new Supervise(PIDFD))));
    }

    /** A change that is meant is taken over with {@code -Dgolden=write}. */
    @Test
    void everyStepLowersAsTheGoldenTextSays() throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            java.nio.file.Files.writeString(
                    java.nio.file.Path.of("src/test/resources/dev/sampan/linux/launch/everything.txt"),
                    everything().text());
        }
        try (var golden = PlanTextTest.class.getResourceAsStream("everything.txt")) {
            assertThat(everything().text()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aNameThatNoStepOpensIsRefused() {
        var plan = new LaunchPlan("x", List.of(), List.of(p(new PathStep.Fchdir(Ref.of("nowhere")))));
        assertThatThrownBy(plan::text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no descriptor named nowhere at step 1: chdir to nowhere");
    }

    /** Invariant 4 (CVE-2024-21626) for every plan there can be. */
    @Test
    void aPlanWhoseProgramWouldInheritDescriptorsIsRefused() {
        var plan = new LaunchPlan(
                "x", List.of(), List.of(p(new ProcessStep.Exec(List.of("/bin/true"), List.of("true"), List.of()))));
        assertThatThrownBy(plan::text).hasMessageStartingWith("no CloseOnExec before exec");
    }

    @Test
    void aChildsNamesAreNotItsParents() {
        var child = List.of(p(new DescriptorStep.Open("/", Files.O_PATH, ROOT)));
        var plan = new LaunchPlan(
                "x",
                List.of(),
                List.of(p(new ProcessStep.Clone(0, Optional.empty(), PIDFD, child)), p(new PathStep.Fchdir(ROOT))));
        assertThatThrownBy(plan::text).hasMessageContaining("no descriptor named root");
    }

    @Test
    void aNulInATextIsRefused() {
        var plan = new LaunchPlan("x", List.of(), List.of(p(new PathStep.Chdir("/a\0b"))));
        assertThatThrownBy(plan::text).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyPlanEncodesForBothArchitectures() {
        for (var arch : dev.sampan.linux.arch.Arch.values()) {
            var encoded = PlanEncoder.encode(everything(), arch);
            assertThat(encoded.image()).hasSizeLessThan(64 * 1024);
            assertThat(encoded.size()).isGreaterThan(150);
        }
    }
}
