package dev.sampan.engine.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** For people: one line per step with its reason, its system calls below, times at both ends. */
public final class AsText {

    private AsText() {}

    public static List<String> of(Explanation explanation) {
        var lines = new ArrayList<String>();
        long steps = explanation.events().stream().filter(e -> e.number() > 0).count();
        lines.add("start of " + shortId(explanation.id()) + " at " + explanation.started() + ": "
                + milliseconds(explanation.nanoseconds()) + " ms, " + steps + " steps, "
                + (explanation.events().size() - steps) + " requests of the daemon");
        String process = "";
        for (var event : explanation.events()) {
            if (!event.process().equals(process)) {
                process = event.process();
                lines.add("");
                lines.add(process);
            }
            add(event, lines);
        }
        if (explanation.dropped() > 0) {
            lines.add("and " + explanation.dropped() + " more requests");
        }
        return lines;
    }

    private static void add(Explanation.Event event, List<String> lines) {
        if (event.number() == 0) {
            var call = event.calls().getFirst();
            lines.add(String.format(
                    Locale.ROOT,
                    "%10s ms  %s = %s%s",
                    milliseconds(event.began()),
                    call.text(),
                    call.result(),
                    microseconds(call.nanoseconds())));
            return;
        }
        lines.add(String.format(
                Locale.ROOT,
                "%10s ms  %d. %s: %s%s",
                milliseconds(event.began()),
                event.number(),
                event.title(),
                event.why(),
                microseconds(event.nanoseconds())));
        for (var call : event.calls()) {
            lines.add("                 " + call.text() + (call.result().isEmpty() ? "" : " = " + call.result())
                    + microseconds(call.nanoseconds()));
        }
    }

    private static String milliseconds(long nanoseconds) {
        return String.format(Locale.ROOT, "%.3f", nanoseconds / 1e6);
    }

    private static String microseconds(long nanoseconds) {
        return nanoseconds == 0 ? "" : String.format(Locale.ROOT, "  [%.1f us]", nanoseconds / 1e3);
    }

    private static String shortId(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }
}
