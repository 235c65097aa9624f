package dev.sampan.cli;

import dev.sampan.cli.template.Method;
import dev.sampan.cli.template.Template;
import dev.sampan.cli.template.TemplateException;
import dev.sampan.client.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows printed by {@code --format}: a table, a table of chosen columns, JSON, or a template per row.
 *
 * @param type what a row is called in messages: {@code *formatter.ContainerContext}
 * @param table the columns when nothing is asked for
 * @param quiet the template of {@code -q}
 * @param titles of all columns by member
 */
public record Listing(String type, String table, String quiet, Map<String, String> titles) {

    /** Titles from {@code member=TITLE} pairs. */
    public static Map<String, String> titles(String... pairs) {
        var titles = new LinkedHashMap<String, String>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            titles.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return titles;
    }

    /** Prints the rows. */
    public void print(Call call, String format, boolean onlyIds, List<Map<String, @Nullable Object>> rows) {
        String chosen = format.isEmpty() || format.equals("table") ? "table " + table : format;
        if (onlyIds) {
            chosen = format.equals("table") || format.isEmpty() ? quiet : format;
        }
        boolean asTable = chosen.startsWith("table ");
        chosen = asTable ? chosen.substring(6).strip() : chosen;
        if (chosen.equals("json")) {
            chosen = "{{json .}}";
        }
        Template template;
        try {
            template = Template.parse(chosen.replace("\\t", "\t").replace("\\n", "\n"));
        } catch (TemplateException e) {
            throw new Failure("failed to parse template: " + e.getMessage());
        }
        var lines = new ArrayList<String>();
        if (asTable) {
            lines.add(template.execute(header(), ""));
        }
        for (Map<String, @Nullable Object> row : rows) {
            lines.add(execute(template, new TreeMap<>(row), type));
        }
        if (asTable) {
            lines = Table.align(lines);
        }
        lines.forEach(call.out()::println);
    }

    private Map<String, @Nullable Object> header() {
        var header = new LinkedHashMap<String, @Nullable Object>(titles);
        header.put("Label", (Method) arguments -> {
            String label = String.valueOf(arguments.getFirst());
            return label.substring(label.lastIndexOf('.') + 1).replace('-', ' ').replace('_', ' ');
        });
        return header;
    }

    /** Parses {@code --format}. */
    public static Template parse(String format) {
        try {
            return Template.parse(format);
        } catch (TemplateException e) {
            throw new Failure(64, "template parsing error: " + e.getMessage());
        }
    }

    /** Carries it out, with Docker's words for what goes wrong. */
    public static String execute(Template template, @Nullable Object data, String type) {
        try {
            return template.execute(data, type);
        } catch (TemplateException e) {
            throw new Failure(
                    (type.isEmpty() ? "template parsing error: " : "failed to execute template: ") + e.getMessage());
        }
    }

    /** {@code k=v,k=v} in the order of the keys. */
    public static String labels(Map<String, @Nullable Object> labels) {
        var parts = new ArrayList<String>();
        new TreeMap<>(labels).forEach((key, value) -> parts.add(key + "=" + value));
        return String.join(",", parts);
    }

    /** The member {@code .Label "key"}. */
    public static Method label(Map<String, @Nullable Object> labels) {
        return arguments -> Json.text(labels, String.valueOf(arguments.getFirst()));
    }
}
