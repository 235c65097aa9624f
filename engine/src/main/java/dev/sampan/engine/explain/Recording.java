package dev.sampan.engine.explain;

import dev.sampan.linux.launch.ExecutedStep;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.trace.Traced;
import dev.sampan.linux.trace.Tracer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Hears what one start asks of the kernel. Cheap while it listens; everything that is shown is made by {@link #explain}. */
public final class Recording implements Tracer {

    /** Requests of the daemon that are kept. */
    public static final int MOST = 2000;

    private static final List<String> PROCESSES = List.of("supervisor", "first process", "command");

    private final Instant started = Instant.now();
    private final List<Traced> daemon = new ArrayList<>();
    private Supplier<List<ExecutedStep>> steps = List::of;
    private long dropped;

    @Override
    public synchronized void record(Traced traced) {
        if (daemon.size() < MOST) {
            daemon.add(traced);
        } else {
            dropped++;
        }
    }

    /** The plan's steps as the interpreter left them. Called once, by the runtime. */
    public synchronized void launched(Supplier<List<ExecutedStep>> executed) {
        steps = executed;
    }

    /** The bound one, when a start is being recorded. */
    public static java.util.Optional<Recording> current() {
        return Tracer.CURRENT.isBound() && Tracer.CURRENT.get() instanceof Recording recording
                ? java.util.Optional.of(recording)
                : java.util.Optional.empty();
    }

    public synchronized Explanation explain(String id) {
        var executed = steps.get();
        long zero = zero(executed);
        var events = new ArrayList<Explanation.Event>();
        daemon.forEach(traced -> events.add(event(traced, zero)));
        executed.stream().filter(step -> !step.operations().isEmpty()).forEach(step -> events.add(event(step, zero)));
        events.sort(Comparator.comparingLong(Explanation.Event::began));
        long end = events.stream()
                .filter(e -> !e.title().equals("supervise"))
                .mapToLong(e -> e.began() + e.nanoseconds())
                .max()
                .orElse(0);
        return new Explanation(id, started, end, dropped, events, ShellScript.of(id, executed, daemon));
    }

    private long zero(List<ExecutedStep> executed) {
        long first = daemon.stream().mapToLong(Traced::began).min().orElse(Long.MAX_VALUE);
        return Math.min(
                first,
                executed.stream()
                        .mapToLong(Recording::began)
                        .filter(t -> t > 0)
                        .min()
                        .orElse(first));
    }

    private static long began(ExecutedStep step) {
        return step.operations().stream()
                .mapToLong(ExecutedStep.Operation::began)
                .filter(t -> t > 0)
                .findFirst()
                .orElse(0);
    }

    private static Explanation.Event event(Traced traced, long zero) {
        String text = traced.text();
        return new Explanation.Event(
                traced.kind().name().toLowerCase(Locale.ROOT),
                "daemon",
                0,
                text,
                "",
                traced.began() - zero,
                traced.nanoseconds(),
                List.of(new Explanation.Call(text, traced.result(), traced.nanoseconds())));
    }

    private static Explanation.Event event(ExecutedStep step, long zero) {
        var calls = step.operations().stream()
                .map(op -> new Explanation.Call(
                        op.text(), op.result().map(Recording::result).orElse(""), op.nanoseconds()))
                .toList();
        long began = began(step);
        return new Explanation.Event(
                "step",
                PROCESSES.get(Math.min(step.depth(), PROCESSES.size() - 1)),
                step.number(),
                step.planned().step().title(),
                step.planned().why(),
                began == 0 ? Long.MAX_VALUE / 2 : began - zero,
                step.nanoseconds(),
                calls);
    }

    private static String result(long value) {
        return value < 0 ? Errno.of((int) -value).name() : Long.toString(value);
    }
}
