package dev.sampan.cli;

import dev.sampan.cli.template.Template;
import dev.sampan.client.ApiException;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Objects printed as the daemon's own JSON, laid out, or by a template. Those that are missing are reported at the end. */
public final class Inspection {
    private Inspection() {}

    /** Fetches one object's JSON. */
    @FunctionalInterface
    public interface Fetch {
        byte[] get(String name) throws IOException;
    }

    /** Prints every object named on the command line. */
    public static int print(Call call, String format, Fetch fetch) throws IOException {
        Template template = format.isEmpty() || format.equals("json")
                ? null
                : Listing.parse(format.replace("\\t", "\t").replace("\\n", "\n"));
        var elements = new ArrayList<String>();
        var faults = new ArrayList<String>();
        for (String name : call.arguments()) {
            try {
                byte[] json = fetch.get(name);
                if (template != null) {
                    call.out().println(Listing.execute(template, Json.parse(json), ""));
                }
                elements.add(new String(json, StandardCharsets.UTF_8).strip());
            } catch (ApiException e) {
                faults.add(e.fromDaemon());
            } catch (Failure e) {
                faults.add(e.text());
            }
        }
        if (template == null) {
            String array = "[" + String.join(",", elements) + "]";
            call.out().println(format.equals("json") ? array : Json.indent(array, "    "));
        } else if (elements.isEmpty()) {
            call.out().println();
        }
        call.out().flush();
        faults.forEach(call.err()::println);
        return faults.isEmpty() ? 0 : 1;
    }
}
