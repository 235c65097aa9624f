package dev.sampan.engine.container.mount;

import dev.sampan.api.container.Mount;
import dev.sampan.api.container.TmpfsOptions;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.runtime.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The form of HostConfig.Mounts and of what a bind in short form becomes. */
public final class CheckMounts {

    private static final Set<String> PROPAGATIONS =
            Set.of("", "private", "rprivate", "shared", "rshared", "slave", "rslave");

    private static final Set<String> TMPFS_FLAGS = Set.of(
            "exec",
            "noexec",
            "suid",
            "nosuid",
            "dev",
            "nodev",
            "ro",
            "rw",
            "sync",
            "async",
            "atime",
            "noatime",
            "diratime",
            "nodiratime",
            "relatime",
            "norelatime",
            "strictatime",
            "nostrictatime");

    private CheckMounts() {}

    public static void check(@Nullable List<Mount> mounts) {
        if (mounts == null) {
            return;
        }
        for (Mount mount : mounts) {
            String type = mount.type();
            optionsOf("BindOptions", mount.bindOptions(), type, "bind");
            optionsOf("VolumeOptions", mount.volumeOptions(), type, "volume");
            optionsOf("TmpfsOptions", mount.tmpfsOptions(), type, "tmpfs");
            try {
                checkOne(mount, true);
            } catch (InvalidRequest e) {
                throw new InvalidRequest("invalid mount config for type \"" + type + "\": " + e.getMessage(), e);
            }
        }
    }

    private static void optionsOf(String what, @Nullable Object options, String type, String due) {
        if (options != null && !type.equals(due) && !type.isEmpty()) {
            throw new InvalidRequest(what + " must not be specified on mount type \"" + type + "\"");
        }
    }

    /** @param sourceExists whether a bind's source must be there already */
    static void checkOne(Mount mount, boolean sourceExists) {
        if (mount.target().isEmpty()) {
            throw new InvalidRequest("field Target must not be empty");
        }
        switch (mount.type()) {
            case "bind", "volume", "tmpfs", "image" -> destination(mount.target());
            default -> throw new InvalidRequest("mount type unknown");
        }
        absent("ClusterOptions", mount.clusterOptions());
        if (!mount.type().equals("image")) {
            absent("ImageOptions", mount.imageOptions());
        }
        switch (mount.type()) {
            case "bind" -> bind(mount, sourceExists);
            case "volume" -> {
                absent("BindOptions", mount.bindOptions());
                subpath(
                        mount.volumeOptions() == null
                                ? ""
                                : mount.volumeOptions().subpath());
            }
            case "tmpfs" -> {
                if (!mount.source().isEmpty()) {
                    throw new InvalidRequest("field Source must not be specified");
                }
                tmpfs(mount.tmpfsOptions());
            }
            default -> {
                if (mount.source().isEmpty()) {
                    throw new InvalidRequest("field Source must not be empty");
                }
                subpath(mount.imageOptions() == null ? "" : mount.imageOptions().subpath());
            }
        }
    }

    /** Throws InvalidRequest for the root and for a relative path. */
    public static void destination(String target) {
        if (clean(target).equals("/")) {
            throw new InvalidRequest("invalid specification: destination can't be '/'");
        }
        absolute(target);
    }

    private static void absolute(String path) {
        if (!path.startsWith("/")) {
            throw new InvalidRequest("invalid mount path: '" + path + "' mount path must be absolute");
        }
    }

    private static void bind(Mount mount, boolean sourceExists) {
        if (mount.source().isEmpty()) {
            throw new InvalidRequest("field Source must not be empty");
        }
        String propagation =
                mount.bindOptions() == null ? "" : mount.bindOptions().propagation();
        if (!PROPAGATIONS.contains(propagation)) {
            throw new InvalidRequest("invalid propagation mode: " + propagation);
        }
        absent("VolumeOptions", mount.volumeOptions());
        absolute(mount.source());
        boolean made = mount.bindOptions() != null && mount.bindOptions().createMountpoint();
        if (sourceExists && !made && !exists(mount.source())) {
            throw new InvalidRequest("bind source path does not exist: " + mount.source());
        }
    }

    private static boolean exists(String source) {
        return Deadline.meet("look at bind source " + source, () -> Files.exists(Path.of(source)));
    }

    private static void absent(String field, @Nullable Object value) {
        if (value != null) {
            throw new InvalidRequest("field " + field + " must not be specified");
        }
    }

    private static void subpath(String path) {
        if (!path.isEmpty()
                && (path.startsWith("/") || Path.of(path).normalize().startsWith(".."))) {
            throw new InvalidRequest("subpath must be a relative path within the volume");
        }
    }

    private static void tmpfs(@Nullable TmpfsOptions options) {
        if (options == null || options.options() == null) {
            return;
        }
        for (List<String> option : options.options()) {
            if (option.isEmpty() || option.size() > 2) {
                throw new InvalidRequest("invalid option array length");
            }
            if (!TMPFS_FLAGS.contains(option.getFirst()) && option.size() == 1) {
                throw new InvalidRequest("invalid option: " + option.getFirst());
            }
        }
    }

    /** As Go's filepath.Clean: no double slashes, no dots, no slash at the end. */
    public static String clean(String path) {
        String cleaned = Path.of(path).normalize().toString();
        return cleaned.isEmpty() ? (path.startsWith("/") ? "/" : ".") : cleaned;
    }
}
