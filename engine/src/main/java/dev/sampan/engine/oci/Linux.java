package dev.sampan.engine.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * config-linux.md.
 *
 * @param cgroupsPath the container's name in every hierarchy; what joins it is given to the runtime apart
 * @param rootfsPropagation {@code private}, {@code rprivate}, {@code slave}, ...; empty is {@code rprivate}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Linux(
        List<Namespace> namespaces,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        List<Device> devices,
        String cgroupsPath,
        @Nullable LinuxResources resources,
        String rootfsPropagation,
        @Nullable Seccomp seccomp,
        Map<String, String> sysctl,
        List<String> maskedPaths,
        List<String> readonlyPaths,
        String mountLabel) {

    public static final Linux EMPTY = new Linux(
            List.of(), List.of(), List.of(), List.of(), "", null, "", null, Map.of(), List.of(), List.of(), "");

    public Linux {
        namespaces = Absent.list(namespaces);
        uidMappings = Absent.list(uidMappings);
        gidMappings = Absent.list(gidMappings);
        devices = Absent.list(devices);
        cgroupsPath = Absent.text(cgroupsPath);
        rootfsPropagation = Absent.text(rootfsPropagation);
        sysctl = Absent.map(sysctl);
        maskedPaths = Absent.list(maskedPaths);
        readonlyPaths = Absent.list(readonlyPaths);
        mountLabel = Absent.text(mountLabel);
    }

    public Linux namespaces(List<Namespace> changed) {
        return new Linux(
                changed,
                uidMappings,
                gidMappings,
                devices,
                cgroupsPath,
                resources,
                rootfsPropagation,
                seccomp,
                sysctl,
                maskedPaths,
                readonlyPaths,
                mountLabel);
    }

    public Linux devices(List<Device> changed) {
        return new Linux(
                namespaces,
                uidMappings,
                gidMappings,
                changed,
                cgroupsPath,
                resources,
                rootfsPropagation,
                seccomp,
                sysctl,
                maskedPaths,
                readonlyPaths,
                mountLabel);
    }

    public Linux sysctl(Map<String, String> changed) {
        return new Linux(
                namespaces,
                uidMappings,
                gidMappings,
                devices,
                cgroupsPath,
                resources,
                rootfsPropagation,
                seccomp,
                changed,
                maskedPaths,
                readonlyPaths,
                mountLabel);
    }

    public Linux paths(List<String> masked, List<String> readonly) {
        return new Linux(
                namespaces,
                uidMappings,
                gidMappings,
                devices,
                cgroupsPath,
                resources,
                rootfsPropagation,
                seccomp,
                sysctl,
                masked,
                readonly,
                mountLabel);
    }

    public boolean has(Namespace.Type type) {
        return namespaces.stream().anyMatch(n -> n.type() == type);
    }

    /** Inside id, host id, count. */
    public record IdMapping(
            @JsonProperty("containerID") long containerId,
            @JsonProperty("hostID") long hostId,
            long size) {}

    /**
     * A node in the container's {@code /dev}.
     *
     * @param type {@code c}, {@code b}, {@code u} or {@code p}
     * @param fileMode permission bits; absent is 0666
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Device(
            String path,
            String type,
            long major,
            long minor,
            @Nullable Integer fileMode,
            @Nullable Long uid,
            @Nullable Long gid) {

        public Device(String path, String type, long major, long minor, int fileMode) {
            this(path, type, major, minor, fileMode, 0L, 0L);
        }
    }
}
