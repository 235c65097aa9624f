package dev.sampan.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed template. */
public final class Template {
    private final String source;
    private final List<Node> nodes;

    private Template(String source, List<Node> nodes) {
        this.source = source;
        this.nodes = nodes;
    }

    /** @throws TemplateException in Go's words when the text is not a template */
    public static Template parse(String source) {
        return new Template(source, new Parser(source).parse());
    }

    /**
     * Carries it out on one value.
     *
     * @param type what the value is called in the message about a member it does not have; "" for an answer of the daemon
     */
    public String execute(@Nullable Object data, String type) {
        var out = new StringBuilder();
        new Evaluation(source, type, data, out).run(nodes, data);
        return out.toString();
    }
}
