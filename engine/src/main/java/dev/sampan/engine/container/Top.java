package dev.sampan.engine.container;

import dev.sampan.engine.cgroup.Cgroup;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.SystemFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The processes of a container, as the host's ps shows them. */
final class Top {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Duration MOST = Duration.ofSeconds(10);
    private static final int LARGEST = 16 << 20;

    private final ContainerTable table;

    Top(ContainerTable table) {
        this.table = table;
    }

    ProcessTable run(String reference, String psArguments) {
        Container container = table.get(reference);
        if (container.state() instanceof State.Restarting) {
            throw new Conflict("Container " + container.id + " is restarting, wait until the container is running");
        }
        Active active = container.active();
        if (active == null || !container.state().alive()) {
            throw new Conflict("container " + container.id + " is not running");
        }
        Set<Integer> pids = new HashSet<>(active.cgroup().map(Cgroup::pids).orElse(List.of()));
        pids.add(active.live().pid());
        List<String> arguments = List.of(BLANKS.split(psArguments.isEmpty() ? "-ef" : psArguments.strip()));
        return parse(ps(arguments, pids), pids);
    }

    /** Without -q, ps leaves out what runs on a terminal; some options, as f, do not go with -q. */
    private static String ps(List<String> arguments, Set<Integer> pids) {
        var chosen = new ArrayList<>(arguments);
        chosen.add("-q" + pids.stream().map(String::valueOf).collect(Collectors.joining(",")));
        Output output = run(chosen);
        if (output.status() != 0) {
            output = run(arguments);
        }
        if (output.status() != 0) {
            throw new InvalidRequest("ps: " + output.text().lines().findFirst().orElse("failed"));
        }
        return output.text();
    }

    private record Output(int status, String text) {}

    private static Output run(List<String> arguments) {
        var command = new ArrayList<>(arguments);
        command.addFirst("ps");
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            // A command line is the container's memory: it may be long, and on a file system that never answers.
            process.onExit()
                    .orTimeout(MOST.toSeconds(), TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            byte[] output = process.getInputStream().readNBytes(LARGEST + 1);
            if (output.length > LARGEST) {
                process.destroyForcibly();
                throw new SystemFailure("ps: more than " + LARGEST + " bytes of output");
            }
            return new Output(process.waitFor(), new String(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SystemFailure("ps: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemFailure("ps: interrupted", e);
        }
    }

    /**
     * Docker's own reading of ps: the columns are split at blanks, so one before the PID must not have any; rows of threads, which have no
     * PID of their own, follow their process.
     */
    static ProcessTable parse(String output, Set<Integer> pids) {
        List<String> lines = output.lines().toList();
        List<String> titles = List.of(BLANKS.split(lines.getFirst().strip()));
        int column = titles.indexOf("PID");
        if (column < 0) {
            throw new SystemFailure("Couldn't find PID field in ps output");
        }
        var processes = new ArrayList<List<String>>();
        boolean ofContainer = false;
        for (String line : lines.subList(1, lines.size())) {
            if (line.isBlank()) {
                continue;
            }
            List<String> fields = List.of(BLANKS.split(line.strip(), titles.size()));
            String pid = column < fields.size() ? fields.get(column) : "";
            if (!pid.equals("-")) {
                ofContainer = pids.contains(number(pid));
            }
            if (ofContainer) {
                processes.add(fields);
            }
        }
        return new ProcessTable(titles, processes);
    }

    private static int number(String pid) {
        try {
            return Integer.parseInt(pid);
        } catch (NumberFormatException e) {
            throw new SystemFailure(
                    "Unexpected pid '" + pid + "': strconv.Atoi: parsing \"" + pid + "\": invalid syntax", e);
        }
    }
}
