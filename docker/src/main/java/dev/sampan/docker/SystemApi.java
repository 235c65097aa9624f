package dev.sampan.docker;

import dev.sampan.api.version.ApiVersion;
import dev.sampan.api.version.Info;
import dev.sampan.http.Headers;
import java.io.IOException;

/** {@code /_ping}, {@code /version}, {@code /info} and Docker's debug pages. */
final class SystemApi {
    private final SystemFacts facts;
    private final ApiVersion oldest;

    SystemApi(SystemFacts facts, ApiVersion oldest) {
        this.facts = facts;
        this.oldest = oldest;
    }

    /** Clients decide by these headers which version, and which builder, they use. */
    void ping(Call call) throws IOException {
        Headers headers = call.response().headers();
        headers.set("Builder-Version", "2");
        headers.set("Cache-Control", "no-cache, no-store, must-revalidate");
        headers.set("Pragma", "no-cache");
        headers.set("Swarm", "inactive");
        call.text(200, call.exchange().method().equals("HEAD") ? "" : "OK");
    }

    void version(Call call) throws IOException {
        call.json(facts.version(oldest));
    }

    void info(Call call) throws IOException {
        call.json(Info.of(facts.info(), call.version()));
    }
}
