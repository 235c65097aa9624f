package dev.sampan.cli.template;

/** A JSON null whose Go type decides how it prints. Docker's own client knows it from its structs, we from the member's name. */
enum Nil {
    LIST("[]"),
    MAP("map[]"),
    POINTER("<nil>");

    private final String text;

    Nil(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Nil of(String member) {
        return switch (member) {
            case "Volumes",
                    "Labels",
                    "ExposedPorts",
                    "PortBindings",
                    "Ports",
                    "Networks",
                    "Sysctls",
                    "StorageOpt",
                    "Tmpfs",
                    "Options",
                    "DriverOpts",
                    "Annotations",
                    "LogConfig",
                    "Containers",
                    "Data",
                    "Attributes" -> MAP;
            case "PidsLimit",
                    "MemorySwappiness",
                    "OomKillDisable",
                    "Init",
                    "StopTimeout",
                    "Health",
                    "Healthcheck",
                    "SizeRw",
                    "SizeRootFs",
                    "IPAMConfig",
                    "GraphDriver",
                    "BindOptions",
                    "VolumeOptions",
                    "TmpfsOptions",
                    "Storage",
                    "Descriptor",
                    "ImageManifestDescriptor",
                    "RootFS",
                    "Metadata" -> POINTER;
            default -> LIST;
        };
    }

    /** Members that an answer leaves out when empty, and that a template may ask for all the same. */
    static boolean mayBeAbsent(String member) {
        return switch (member) {
            case "Health",
                    "Healthcheck",
                    "SizeRw",
                    "SizeRootFs",
                    "StopTimeout",
                    "StopSignal",
                    "ExposedPorts",
                    "Init",
                    "Annotations",
                    "Mounts",
                    "Sysctls",
                    "Tmpfs",
                    "StorageOpt",
                    "Runtime",
                    "OnBuild",
                    "Shell",
                    "MacAddress",
                    "ArgsEscaped",
                    "NetworkDisabled",
                    "Source",
                    "Name",
                    "Driver",
                    "GraphDriver",
                    "Storage",
                    "ImageManifestDescriptor",
                    "Platform",
                    "VirtualSize",
                    "Variant",
                    "Parent",
                    "Comment",
                    "Author",
                    "Cgroup",
                    "KernelMemory",
                    "KernelMemoryTCP",
                    "DnsName",
                    "Descriptor",
                    "DockerVersion",
                    "Container",
                    "ContainerConfig",
                    "Config",
                    "Peers",
                    "Services",
                    "Warnings",
                    "Error",
                    "Cmd",
                    "Env",
                    "Entrypoint",
                    "User",
                    "WorkingDir",
                    "Labels",
                    "Volumes",
                    "Layers",
                    "OsVersion" -> true;
            default -> false;
        };
    }

    /** What an absent member reads as. */
    static Object absent(String member) {
        return switch (member) {
            case "StopSignal",
                    "Runtime",
                    "MacAddress",
                    "Source",
                    "Name",
                    "Driver",
                    "Platform",
                    "Variant",
                    "Parent",
                    "Comment",
                    "Author",
                    "Cgroup",
                    "DockerVersion",
                    "Container",
                    "Error",
                    "User",
                    "WorkingDir",
                    "OsVersion" -> "";
            case "ArgsEscaped", "NetworkDisabled" -> false;
            case "VirtualSize", "KernelMemory", "KernelMemoryTCP" -> 0L;
            default -> of(member);
        };
    }
}
