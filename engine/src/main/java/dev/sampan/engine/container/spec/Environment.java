package dev.sampan.engine.container.spec;

import dev.sampan.engine.spec.ContainerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The environment of a container's first process: PATH, HOSTNAME, TERM and HOME, changed by what its configuration says. */
public final class Environment {

    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Environment() {}

    /** @param home of the user, when nothing else says HOME */
    public static List<String> of(ContainerSpec spec, String home) {
        return of(spec, spec.process().hasTerminal(), List.of(), home);
    }

    /** @param changes of an exec, over the container's own */
    public static List<String> of(ContainerSpec spec, boolean terminal, List<String> changes, String home) {
        var variables = new ArrayList<String>();
        variables.add(PATH);
        variables.add("HOSTNAME=" + spec.network().hostname());
        if (terminal) {
            variables.add("TERM=xterm");
        }
        var own = changed(variables, spec.process().environment());
        return withHome(changed(own, changes), home);
    }

    /** {@code base} with each of {@code changes} in its place or at the end; one without {@code =} removes the variable. */
    static List<String> changed(List<String> base, List<String> changes) {
        var byName = new LinkedHashMap<String, String>();
        base.forEach(variable -> byName.putIfAbsent(name(variable), variable));
        for (String change : changes) {
            if (change.indexOf('=') < 0) {
                byName.remove(change);
            } else {
                byName.put(name(change), change);
            }
        }
        return List.copyOf(byName.values());
    }

    private static String name(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }

    static List<String> withHome(List<String> variables, String home) {
        if (variables.stream().anyMatch(variable -> variable.startsWith("HOME="))) {
            return variables;
        }
        var all = new ArrayList<>(variables);
        all.add("HOME=" + home);
        return all;
    }
}
