package dev.sampan.engine.explain;

import java.time.Instant;
import java.util.List;

/**
 * A start, step by step.
 *
 * @param nanoseconds from the daemon's first request to the command's execve
 * @param dropped requests that were not kept
 * @param events in the order in which they began
 * @param script the same as shell commands; lines
 */
public record Explanation(
        String id, Instant started, long nanoseconds, long dropped, List<Event> events, List<String> script) {

    public Explanation {
        events = List.copyOf(events);
        script = List.copyOf(script);
    }

    /**
     * A request of the daemon, or a step of the plan.
     *
     * @param kind {@code syscall}, {@code cgroup}, {@code netlink} or {@code step}
     * @param process who: {@code daemon}, {@code supervisor}, {@code first process}, {@code command}
     * @param number of a step, from 1 on; 0 for the daemon's
     * @param title what, in a few words
     * @param why what for and why in this place; empty for the daemon's
     * @param began nanoseconds after the first event
     */
    public record Event(
            String kind,
            String process,
            int number,
            String title,
            String why,
            long began,
            long nanoseconds,
            List<Call> calls) {

        public Event {
            calls = List.copyOf(calls);
        }
    }

    /** @param result as text: a number, the name of an error, {@code ok} */
    public record Call(String text, String result, long nanoseconds) {}
}
