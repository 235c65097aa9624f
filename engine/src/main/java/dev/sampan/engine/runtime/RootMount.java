package dev.sampan.engine.runtime;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.linux.launch.CredentialStep;
import dev.sampan.linux.launch.DescriptorStep;
import dev.sampan.linux.launch.LaunchException;
import dev.sampan.linux.launch.LaunchPlan;
import dev.sampan.linux.launch.Launcher;
import dev.sampan.linux.launch.MountStep;
import dev.sampan.linux.launch.NamespaceStep;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Slot;
import dev.sampan.linux.launch.SyncStep;
import dev.sampan.linux.struct.MountAttr;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Mounts;
import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.syscall.Processes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The root file system of a running container, to be read from outside: a clone of what is mounted at its root, attached nowhere and without the
 * mounts below it. One with CAP_SYS_ADMIN may have mounted something else there: whoever reads looks whose files they are. A second overlay over the same upper directory would be undefined behaviour (overlayfs.rst, "Changes to underlying
 * filesystems"), and /proc/PID/root is wherever the process has gone with chroot(2).
 */
public final class RootMount {

    private static final Ref CONTAINER = Ref.of("container");
    private static final Ref TREE = Ref.of("tree");
    private static final int CLONED = 1;
    private static final Duration MOST = Duration.ofSeconds(30);

    private static final int ATTRIBUTES =
            Mounts.MOUNT_ATTR_RDONLY | Mounts.MOUNT_ATTR_NODEV | Mounts.MOUNT_ATTR_NOSUID | Mounts.MOUNT_ATTR_NOEXEC;

    private RootMount() {}

    /** @throws EngineException.Conflict when the container has ended */
    public static Fd of(LiveRecord container) {
        try (var undo = new Undo();
                Fd pidfd = open(container)) {
            Fd tree = cloned(pidfd, undo);
            undo.commit();
            return tree;
        } catch (LaunchException | ErrnoException e) {
            if (!container.process().alive()) {
                throw new EngineException.Conflict("the container is not running", e);
            }
            throw new EngineException.SystemFailure("cannot open the container's root: " + e.getMessage(), e);
        }
    }

    private static Fd cloned(Fd container, Undo undo) {
        try (var launched = Launcher.launch(plan(), Map.of(CONTAINER, container))) {
            launched.awaitSignal(CLONED, MOST);
            Fd tree = launched.take(TREE);
            undo.add("close the root", tree::close);
            Mounts.mountSetattr(tree.number(), "", Files.AT_EMPTY_PATH, new MountAttr(ATTRIBUTES, 0, 0, 0));
            return tree;
        }
    }

    private static Fd open(LiveRecord container) {
        try (var undo = new Undo()) {
            Fd pidfd = Processes.pidfdOpen(container.process().pid());
            undo.add("close the process's descriptor", pidfd::close);
            if (!container.process().alive()) { // only now is it known whose it is
                throw new EngineException.Conflict("the container is not running");
            }
            undo.commit();
            return pidfd;
        }
    }

    /** No thread of the JVM enters the container: a process of its own does, and holds the mount until it was taken. */
    private static LaunchPlan plan() {
        var steps = new Steps();
        steps.add(DescriptorStep.CloseRange.from(Slot.FIRST_FREE + 1), "nothing of the daemon goes further");
        steps.add(new CredentialStep.Dumpable(false), "no process of the container may look into it");
        steps.add(
                new NamespaceStep.SetNamespace(CONTAINER, Namespaces.CLONE_NEWNS),
                "a mount is cloned only from within its namespace; / is its root then, whatever the container's processes did");
        steps.add(new MountStep.OpenTree(Ref.CWD, "/", false, TREE), "without what is mounted below");
        steps.add(new SyncStep.Signal(CLONED), "the daemon takes it");
        steps.add(new SyncStep.AwaitGate(), "it is held until then");
        return new LaunchPlan("sampan-root", List.of(CONTAINER), steps.planned());
    }
}
