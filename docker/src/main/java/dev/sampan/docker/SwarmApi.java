package dev.sampan.docker;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;
import dev.sampan.engine.error.EngineException.Unavailable;
import dev.sampan.engine.filter.Filters;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** There is no swarm, and there are no plugins: what clients are told, with Docker's checks of what they asked before that. */
final class SwarmApi {
    private static final String NO_MANAGER =
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\""
                    + " to connect this node to swarm and try again.";

    private SwarmApi() {}

    static void notAManager(Call call) throws IOException {
        call.filters();
        throw new Unavailable(NO_MANAGER);
    }

    static void notAMember(Call call) {
        throw new Unavailable("This node is not part of a swarm");
    }

    /** Updates name the version of the object that they change. */
    static Route.Handler update(String kind) {
        return call -> {
            String version = call.parameters().get("version");
            if (!version.matches("[0-9]{1,19}")) {
                boolean told = kind.equals("secret") || kind.equals("config");
                throw new InvalidRequest(
                        told
                                ? "invalid " + kind + " version"
                                : "invalid " + kind + " version '" + version + "': strconv.ParseUint: parsing \""
                                        + version + "\": invalid syntax");
            }
            throw new Unavailable(NO_MANAGER);
        };
    }

    static void logs(Call call) throws IOException {
        if (!call.parameters().flag("stdout") && !call.parameters().flag("stderr")) {
            throw new InvalidRequest("must specify at least one of 'stdout' or 'stderr'");
        }
        throw new Unavailable(NO_MANAGER);
    }

    static void plugins(Call call) throws IOException {
        Filters filters = call.filters().allowing(Set.of("enabled", "capability"));
        for (String enabled : filters.values("enabled")) {
            if (!enabled.matches("true|false|1|0")) {
                throw new InvalidRequest("invalid filter 'enabled=[" + enabled + "]'");
            }
        }
        call.json(List.of());
    }

    static void noPlugin(Call call) {
        throw new NotFound("plugin \"" + call.name() + "\" not found");
    }
}
