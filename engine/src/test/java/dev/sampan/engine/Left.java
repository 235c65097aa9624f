package dev.sampan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.Own;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a start or an exec of one container holds of the host: how many of each thing, by its name. */
record Left(Map<String, Integer> held) {

    static Left now(Engine engine, String id) throws IOException {
        var held = new TreeMap<String, Integer>();
        descriptors(held);
        ProcessHandle.current().children().forEach(child -> held.merge("child", 1, Integer::sum));
        if (Files.exists(engine.places().process(id))) {
            try (var files = Files.list(engine.places().process(id))) {
                files.forEach(file -> held.merge(file.toString(), 1, Integer::sum));
            }
        }
        groups(id, held);
        return new Left(held);
    }

    private static void descriptors(Map<String, Integer> held) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    // Classes are loaded when they are needed first, and this list is a descriptor itself.
                    if (!target.endsWith(".jar") && !target.startsWith("/proc/")) {
                        held.merge(target.replaceAll("[0-9]+", ""), 1, Integer::sum);
                    }
                } catch (IOException closed) {
                    // Meanwhile.
                }
            }
        }
    }

    /** In the hierarchies of version 1 and in the one of version 2. */
    private static void groups(String id, Map<String, Integer> held) throws IOException {
        try (var hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path hierarchy : hierarchies.toList()) {
                Path group = hierarchy.resolve("sampan-" + Own.name("fault")).resolve(id);
                if (Files.exists(group)) {
                    held.merge(group.toString(), processes(group), Integer::sum);
                }
            }
        }
    }

    private static int processes(Path group) {
        try {
            return 1 + Files.readAllLines(group.resolve("cgroup.procs")).size();
        } catch (IOException gone) {
            return 1;
        }
    }

    /** Descriptors are closed and supervisors end beside the answer. */
    void assertNoMore(Engine engine, String id, String what) throws Exception {
        Map<String, Integer> more = more(now(engine, id));
        for (int i = 0; i < 600 && !more.isEmpty(); i++) {
            Thread.sleep(5);
            more = more(now(engine, id));
        }
        held.putAll(more); // told once
        assertThat(more).as(what).isEmpty();
    }

    private Map<String, Integer> more(Left later) {
        var more = new TreeMap<>(later.held);
        more.entrySet().removeIf(entry -> held.getOrDefault(entry.getKey(), 0) >= entry.getValue());
        return more;
    }
}
