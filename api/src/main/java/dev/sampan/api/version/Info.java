package dev.sampan.api.version;

import dev.sampan.api.Json;
import dev.sampan.api.system.InfoResponse;
import tools.jackson.databind.node.ObjectNode;

/** {@code /info} by version. */
public final class Info {
    private Info() {}

    public static ObjectNode of(InfoResponse info, ApiVersion version) {
        var answer = (ObjectNode) Json.tree(info);
        if (version.before(1, 49)) {
            answer.remove("FirewallBackend");
            for (String commit : new String[] {"ContainerdCommit", "RuncCommit", "InitCommit"}) {
                ((ObjectNode) answer.get(commit))
                        .put("Expected", answer.get(commit).get("ID").asString());
            }
        }
        if (version.before(1, 50)) {
            answer.put("BridgeNfIptables", false).put("BridgeNfIp6tables", false);
        }
        if (version.before(1, 46)) {
            answer.remove("Containerd");
        }
        if (version.before(1, 48)) {
            ((ObjectNode) answer.get("RegistryConfig"))
                    .putNull("AllowNondistributableArtifactsCIDRs")
                    .putNull("AllowNondistributableArtifactsHostnames");
        }
        if (version.before(1, 44)) {
            answer.get("Runtimes").forEach(runtime -> ((ObjectNode) runtime).remove("status"));
        }
        return answer;
    }
}
