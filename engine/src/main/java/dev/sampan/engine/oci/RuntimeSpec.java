package dev.sampan.engine.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container as the kernel shall see it. The root file system is not in here when the engine launches: storage hands over a list
 * of {@link Mount}, because only the container's own mount namespace ever sees it; {@link Root} counts for bundles on disk.
 *
 * @param hostname empty keeps the host's name in a shared uts namespace
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RuntimeSpec(
        String ociVersion,
        Process process,
        Root root,
        String hostname,
        String domainname,
        List<Mount> mounts,
        Map<String, String> annotations,
        Linux linux) {

    public static final String VERSION = "1.2.1";

    public RuntimeSpec {
        ociVersion = Absent.text(ociVersion);
        root = root == null ? new Root("rootfs", false) : root;
        hostname = Absent.text(hostname);
        domainname = Absent.text(domainname);
        mounts = Absent.list(mounts);
        annotations = Absent.map(annotations);
        linux = linux == null ? Linux.EMPTY : linux;
    }

    /** The least that runs: everything else is added with the copies below. */
    public static RuntimeSpec of(Process process, Linux linux) {
        return new RuntimeSpec(VERSION, process, new Root("rootfs", false), "", "", List.of(), Map.of(), linux);
    }

    public RuntimeSpec process(Process changed) {
        return new RuntimeSpec(ociVersion, changed, root, hostname, domainname, mounts, annotations, linux);
    }

    public RuntimeSpec root(Root changed) {
        return new RuntimeSpec(ociVersion, process, changed, hostname, domainname, mounts, annotations, linux);
    }

    public RuntimeSpec hostname(String changed) {
        return new RuntimeSpec(ociVersion, process, root, changed, domainname, mounts, annotations, linux);
    }

    public RuntimeSpec domainname(String changed) {
        return new RuntimeSpec(ociVersion, process, root, hostname, changed, mounts, annotations, linux);
    }

    public RuntimeSpec mounts(List<Mount> changed) {
        return new RuntimeSpec(ociVersion, process, root, hostname, domainname, changed, annotations, linux);
    }

    public RuntimeSpec linux(Linux changed) {
        return new RuntimeSpec(ociVersion, process, root, hostname, domainname, mounts, annotations, changed);
    }

    /** @param path of the bundle's root file system, relative to the bundle; unused where storage gives the mounts */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Root(@Nullable String path, boolean readonly) {}
}
