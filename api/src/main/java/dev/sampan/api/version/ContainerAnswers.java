package dev.sampan.api.version;

import dev.sampan.api.Json;
import dev.sampan.api.container.ContainerInspectResponse;
import dev.sampan.api.container.ContainerSummary;
import dev.sampan.api.container.HostConfigSummary;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Containers in lists and inspect, by version. */
public final class ContainerAnswers {
    private static final Set<String> PREDEFINED = Set.of("bridge", "host", "none", "default");
    /** Of the endpoint on the default bridge, these were once the container's own. */
    private static final List<String> ENDPOINT_FIELDS = List.of(
            "EndpointID",
            "Gateway",
            "GlobalIPv6Address",
            "GlobalIPv6PrefixLen",
            "IPAddress",
            "IPPrefixLen",
            "IPv6Gateway",
            "MacAddress");

    private ContainerAnswers() {}

    /** What to write: the records themselves for the newest version. */
    public static List<?> list(List<ContainerSummary> containers, ApiVersion version) {
        if (!version.before(1, 52)) {
            return containers;
        }
        return containers.stream().map(container -> older(container, version)).toList();
    }

    /** A record with what that version did not have left empty: a tree of one with a million labels takes a hundred megabytes. */
    private static ContainerSummary older(ContainerSummary container, ApiVersion version) {
        HostConfigSummary host = container.hostConfig();
        return new ContainerSummary(
                container.id(),
                container.names(),
                container.image(),
                container.imageId(),
                version.before(1, 48) ? null : container.imageManifestDescriptor(),
                container.command(),
                container.created(),
                container.ports(),
                container.sizeRw(),
                container.sizeRootFs(),
                container.labels(),
                container.state(),
                container.status(),
                host == null || !version.before(1, 46) ? host : new HostConfigSummary(host.networkMode(), null),
                null,
                container.networkSettings(),
                container.mounts());
    }

    public static Object inspect(ContainerInspectResponse container, ApiVersion version) {
        if (!version.before(1, 52)) {
            return container;
        }
        var tree = (ObjectNode) Json.tree(container);
        tree.remove("Storage");
        tree.putObject("GraphDriver").put("Name", container.driver()).putNull("Data");
        if (tree.get("NetworkSettings") instanceof ObjectNode network) {
            legacyFields(network);
        }
        if (version.before(1, 48)) {
            tree.remove("ImageManifestDescriptor");
        }
        if (version.before(1, 45)) {
            aliases(tree);
        }
        return tree;
    }

    private static void legacyFields(ObjectNode network) {
        JsonNode bridge = network.path("Networks").path("bridge");
        for (String field : ENDPOINT_FIELDS) {
            if (bridge.has(field)) {
                network.set(field, bridge.get(field));
            }
        }
    }

    /** On a network of one's own, the short id and the hostname were shown as aliases. */
    private static void aliases(ObjectNode tree) {
        String shortId = tree.get("Id").asString().substring(0, 12);
        String hostname = tree.path("Config").path("Hostname").asString("");
        for (var network : tree.path("NetworkSettings").path("Networks").properties()) {
            if (PREDEFINED.contains(network.getKey()) || !(network.getValue() instanceof ObjectNode endpoint)) {
                continue;
            }
            ArrayNode aliases =
                    endpoint.get("Aliases") instanceof ArrayNode given ? given : endpoint.putArray("Aliases");
            for (String alias : List.of(shortId, hostname)) {
                if (!alias.isEmpty()
                        && aliases.valueStream().noneMatch(a -> a.asString().equals(alias))) {
                    aliases.add(alias);
                }
            }
        }
    }
}
