package dev.sampan.api.version;

import dev.sampan.api.Json;
import dev.sampan.api.image.ImageInspect;
import dev.sampan.api.image.ImageSummary;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Images in the shape that a version of the API knows. */
public final class ImageShapes {

    private ImageShapes() {}

    public static JsonNode of(ImageSummary image, ApiVersion version) {
        var node = (ObjectNode) Json.tree(image);
        if (version.before(1, 51)) {
            node.put("Containers", -1);
        }
        if (version.before(1, 48)) {
            node.remove("Descriptor");
        }
        if (version.before(1, 44)) {
            node.put("VirtualSize", image.size());
        }
        if (version.before(1, 43) && image.repoTags().isEmpty()) {
            node.putArray("RepoTags").add("<none>:<none>");
            node.putArray("RepoDigests").add("<none>@<none>");
        }
        return node;
    }

    /** @param driver of the storage, which older versions show */
    public static JsonNode of(ImageInspect image, ApiVersion version, String driver) {
        var node = (ObjectNode) Json.tree(image);
        if (version.before(1, 52)) {
            node.put("Author", image.author());
            node.put("Comment", image.comment());
            node.put("DockerVersion", "");
            node.put("Parent", "");
            node.putObject("GraphDriver").put("Name", driver).putNull("Data");
            fill((ObjectNode) node.get("Config"), version);
        }
        if (version.before(1, 48)) {
            node.remove("Descriptor");
        }
        if (version.before(1, 45)) {
            node.put("Container", "");
            node.putNull("ContainerConfig");
        }
        if (version.before(1, 44)) {
            node.put("VirtualSize", image.size());
        }
        return node;
    }

    /** Before 1.52 it was a container's configuration, and before 1.50 all of one. */
    private static void fill(ObjectNode config, ApiVersion version) {
        for (String list : List.of("Cmd", "Entrypoint", "Env", "Labels", "OnBuild", "Volumes")) {
            if (!config.has(list)) {
                config.putNull(list);
            }
        }
        texts(config, List.of("User", "WorkingDir"));
        if (version.before(1, 50)) {
            texts(config, List.of("Hostname", "Domainname", "Image"));
            for (String flag :
                    List.of("AttachStderr", "AttachStdin", "AttachStdout", "OpenStdin", "StdinOnce", "Tty")) {
                config.put(flag, false);
            }
        }
    }

    private static void texts(ObjectNode config, List<String> names) {
        for (String name : names) {
            if (!config.has(name)) {
                config.put(name, "");
            }
        }
    }
}
