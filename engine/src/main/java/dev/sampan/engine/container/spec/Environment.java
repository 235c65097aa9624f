package dev.sampan.engine.container.spec;

import dev.sampan.api.container.ContainerConfig;
import dev.sampan.engine.container.check.CheckHostConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The environment of a container's first process: PATH, HOSTNAME, TERM and HOME, changed by what its configuration says. */
public final class Environment {

    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Environment() {}

    /** @param home of the user, when nothing else says HOME */
    public static List<String> of(ContainerConfig config, String home) {
        return of(config, config.tty(), List.of(), home);
    }

    /** @param changes of an exec, over the container's own */
    public static List<String> of(ContainerConfig config, boolean terminal, List<String> changes, String home) {
        var variables = new ArrayList<String>();
        variables.add(PATH);
        variables.add("HOSTNAME=" + config.hostname());
        if (terminal) {
            variables.add("TERM=xterm");
        }
        var own = changed(variables, CheckHostConfig.orEmpty(config.env()));
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
