package dev.sampan.docker;

import dev.sampan.engine.Engine;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.explain.AsText;
import dev.sampan.engine.explain.Explanation;
import java.io.IOException;
import java.util.List;

/** {@code GET /containers/x/explain}, which Docker has not: what the kernel was asked to do for its last start. */
final class ExplainApi {
    private final Engine engine;

    ExplainApi(Engine engine) {
        this.engine = engine;
    }

    void explain(Call call) throws IOException {
        String format = call.parameters().get("format");
        switch (format) {
            case "", "text" -> call.text(200, lines(AsText.of(engine.explain(call.name()))));
            case "json" -> call.json(engine.explain(call.name()));
            case "shell" -> {
                Explanation explanation = engine.explain(call.name());
                call.text(200, lines(explanation.script()));
            }
            default -> throw new InvalidRequest("invalid format \"" + format + "\": text, json and shell are known");
        }
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
