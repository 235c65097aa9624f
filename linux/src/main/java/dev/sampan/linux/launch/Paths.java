package dev.sampan.linux.launch;

import java.util.ArrayList;
import java.util.List;

/** Container paths taken apart as text; the kernel resolves what they mean. */
final class Paths {
    private Paths() {}

    /** The names of a path without empty ones and dots. A .. stays: below RESOLVE_IN_ROOT it cannot leave the root. */
    static List<String> components(String path) {
        var components = new ArrayList<String>();
        for (var name : path.split("/")) {
            if (!name.isEmpty() && !name.equals(".")) components.add(name);
        }
        return components;
    }
}
