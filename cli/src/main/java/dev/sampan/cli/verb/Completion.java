package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.CompletionScript;
import dev.sampan.cli.Failure;
import dev.sampan.cli.Verb;

/** {@code sampan completion bash|zsh|fish}. */
public final class Completion {
    private Completion() {}

    public static Verb verb() {
        return Verb.of("bash|zsh|fish", "Print a completion script for a shell", 1, 1, "", Completion::run);
    }

    private static int run(Call call) {
        String script = CompletionScript.of(call.argument(0), call.program().name());
        if (script.isEmpty()) {
            throw new Failure("no completion for " + call.argument(0) + ", only for bash, zsh and fish");
        }
        call.out().print(script);
        return 0;
    }
}
