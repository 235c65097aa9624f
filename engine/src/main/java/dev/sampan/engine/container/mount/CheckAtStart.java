package dev.sampan.engine.container.mount;

import dev.sampan.api.container.BindOptions;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.Mount;
import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.runtime.Deadline;
import dev.sampan.linux.proc.MountInfo;
import java.io.IOException;
import java.nio.file.Path;

/** What Docker finds out about a request's mounts when it starts the container, and then calls its own failure. */
public final class CheckAtStart {

    private CheckAtStart() {}

    /** The sources of all binds are there. */
    public static void check(HostConfig host) {
        if (host.binds() != null) {
            host.binds().stream()
                    .map(BindSpec::parse)
                    .filter(bind -> !bind.propagation().isEmpty())
                    .forEach(bind -> propagation(bind.source(), bind.propagation()));
        }
        if (host.mounts() != null) {
            host.mounts().stream()
                    .filter(mount -> mount.type().equals("bind") && mount.bindOptions() != null)
                    .forEach(CheckAtStart::options);
        }
    }

    private static void options(Mount mount) {
        BindOptions bind = mount.bindOptions();
        if (!mount.readOnly() && bind.readOnlyNonRecursive()) {
            throw new SystemFailure("mount options conflict: !ReadOnly && BindOptions.ReadOnlyNonRecursive");
        }
        if (!mount.readOnly() && bind.readOnlyForceRecursive()) {
            throw new SystemFailure("mount options conflict: !ReadOnly && BindOptions.ReadOnlyForceRecursive");
        }
        if (bind.readOnlyNonRecursive() && bind.readOnlyForceRecursive()) {
            throw new SystemFailure(
                    "mount options conflict: ReadOnlyNonRecursive && BindOptions.ReadOnlyForceRecursive");
        }
        propagation(CheckMounts.clean(mount.source()), bind.propagation());
    }

    /** A mount cannot share with a source what that does not share: the container would quietly be left alone. */
    private static void propagation(String source, String asked) {
        boolean shared = asked.endsWith("shared");
        if (!shared && !asked.endsWith("slave")) {
            return;
        }
        MountInfo mount = mountOf(source);
        boolean given = mount.propagation().stream()
                .anyMatch(field -> field.startsWith("shared:") || !shared && field.startsWith("master:"));
        if (!given) {
            throw new SystemFailure("path " + source + " is mounted on " + mount.target() + " but it is not a "
                    + (shared ? "shared mount" : "shared or slave mount"));
        }
    }

    /** The mount that a path lies on: of those mounted on its nearest directory, the last is on top. */
    private static MountInfo mountOf(String source) {
        Path path = Deadline.meet("resolve " + source, () -> real(source));
        return MountInfo.ofSelf().stream()
                .filter(mount -> path.startsWith(mount.target()))
                .reduce((a, b) -> b.target().length() >= a.target().length() ? b : a)
                .orElseThrow(() -> new SystemFailure("Can't find mount point of " + source));
    }

    private static Path real(String source) {
        try {
            return Path.of(source).toRealPath();
        } catch (IOException e) {
            throw new SystemFailure("resolve " + source + ": " + Cause.reason(e), e);
        }
    }
}
