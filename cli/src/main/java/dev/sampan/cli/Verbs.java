package dev.sampan.cli;

import dev.sampan.cli.verb.Attach;
import dev.sampan.cli.verb.Completion;
import dev.sampan.cli.verb.ContainerInspect;
import dev.sampan.cli.verb.ContainerPrune;
import dev.sampan.cli.verb.Create;
import dev.sampan.cli.verb.Events;
import dev.sampan.cli.verb.Exec;
import dev.sampan.cli.verb.Explain;
import dev.sampan.cli.verb.Export;
import dev.sampan.cli.verb.History;
import dev.sampan.cli.verb.ImageImport;
import dev.sampan.cli.verb.ImageInspect;
import dev.sampan.cli.verb.ImagePrune;
import dev.sampan.cli.verb.Images;
import dev.sampan.cli.verb.Info;
import dev.sampan.cli.verb.Inspect;
import dev.sampan.cli.verb.Kill;
import dev.sampan.cli.verb.Load;
import dev.sampan.cli.verb.Logs;
import dev.sampan.cli.verb.NetworkInspect;
import dev.sampan.cli.verb.NetworkList;
import dev.sampan.cli.verb.Pause;
import dev.sampan.cli.verb.Port;
import dev.sampan.cli.verb.Ps;
import dev.sampan.cli.verb.Pull;
import dev.sampan.cli.verb.Rename;
import dev.sampan.cli.verb.Restart;
import dev.sampan.cli.verb.Rm;
import dev.sampan.cli.verb.Rmi;
import dev.sampan.cli.verb.Run;
import dev.sampan.cli.verb.Save;
import dev.sampan.cli.verb.Start;
import dev.sampan.cli.verb.Stop;
import dev.sampan.cli.verb.SystemDf;
import dev.sampan.cli.verb.Tag;
import dev.sampan.cli.verb.Top;
import dev.sampan.cli.verb.Unpause;
import dev.sampan.cli.verb.VersionVerb;
import dev.sampan.cli.verb.Wait;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one table from words to verbs. A switch, so that only the class of the verb that was asked for is loaded. */
final class Verbs {
    /** A heading of the help and its words. */
    record Section(String title, List<String> words) {}

    static final List<Section> SECTIONS = List.of(
            new Section(
                    "Common Commands", List.of("run", "exec", "ps", "images", "logs", "explain", "version", "info")),
            new Section("Management Commands", List.of("container", "image", "network", "system")),
            new Section(
                    "Commands",
                    List.of(
                            "attach",
                            "completion",
                            "create",
                            "daemon",
                            "events",
                            "export",
                            "history",
                            "import",
                            "inspect",
                            "kill",
                            "load",
                            "pause",
                            "port",
                            "pull",
                            "rename",
                            "restart",
                            "rm",
                            "rmi",
                            "save",
                            "start",
                            "stop",
                            "tag",
                            "top",
                            "unpause",
                            "wait")));

    /** @param verb null for a group named alone, such as {@code container} */
    record Found(String words, @Nullable Verb verb) {}

    private Verbs() {}

    /** The verb that the first words name. */
    static @Nullable Found find(List<String> words) {
        String first = words.getFirst();
        if (isGroup(first)) {
            if (words.size() == 1 || words.get(1).startsWith("-")) {
                return new Found(first, null);
            }
            Verb verb = member(first, words.get(1));
            return verb == null ? null : new Found(first + " " + words.get(1), verb);
        }
        Verb verb = top(first);
        return verb == null ? null : new Found(first, verb);
    }

    static boolean isGroup(String word) {
        return word.equals("container") || word.equals("image") || word.equals("network") || word.equals("system");
    }

    static List<String> members(String group) {
        return switch (group) {
            case "container" ->
                List.of(
                        "attach", "create", "exec", "export", "inspect", "kill", "logs", "ls", "pause", "port", "prune",
                        "rename", "restart", "rm", "run", "start", "stop", "top", "unpause", "wait");
            case "image" -> List.of("history", "import", "inspect", "load", "ls", "prune", "pull", "rm", "save", "tag");
            case "network" -> List.of("inspect", "ls");
            case "system" -> List.of("df", "events", "info");
            default -> List.of();
        };
    }

    private static @Nullable Verb member(String group, String word) {
        return switch (group + " " + word) {
            case "container ls", "container list", "container ps" -> Ps.verb();
            case "container inspect" -> ContainerInspect.verb();
            case "container prune" -> ContainerPrune.verb();
            case "container remove" -> Rm.verb();
            case "image ls", "image list" -> Images.verb();
            case "image inspect" -> ImageInspect.verb();
            case "image prune" -> ImagePrune.verb();
            case "image rm", "image remove" -> Rmi.verb();
            case "network ls", "network list" -> NetworkList.verb();
            case "network inspect" -> NetworkInspect.verb();
            case "system df" -> SystemDf.verb();
            default -> members(group).contains(word) ? top(word) : null;
        };
    }

    private static @Nullable Verb top(String word) {
        return switch (word) {
            case "attach" -> Attach.verb();
            case "completion" -> Completion.verb();
            case "create" -> Create.verb();
            case "daemon" -> daemon();
            case "events" -> Events.verb();
            case "exec" -> Exec.verb();
            case "explain" -> Explain.verb();
            case "export" -> Export.verb();
            case "history" -> History.verb();
            case "images" -> Images.verb();
            case "import" -> ImageImport.verb();
            case "info" -> Info.verb();
            case "inspect" -> Inspect.verb();
            case "kill" -> Kill.verb();
            case "load" -> Load.verb();
            case "logs" -> Logs.verb();
            case "pause" -> Pause.verb();
            case "port" -> Port.verb();
            case "ps" -> Ps.verb();
            case "pull" -> Pull.verb();
            case "rename" -> Rename.verb();
            case "restart" -> Restart.verb();
            case "rm" -> Rm.verb();
            case "rmi" -> Rmi.verb();
            case "run" -> Run.verb();
            case "save" -> Save.verb();
            case "start" -> Start.verb();
            case "stop" -> Stop.verb();
            case "tag" -> Tag.verb();
            case "top" -> Top.verb();
            case "unpause" -> Unpause.verb();
            case "version" -> VersionVerb.verb();
            case "wait" -> Wait.verb();
            default -> null;
        };
    }

    /** Only for the help: the launcher starts the daemon itself, in a JVM with the daemon's flags. */
    private static Verb daemon() {
        return Verb.of("[OPTIONS]", "Run the daemon in the foreground", 0, Verb.ANY, "", call -> {
            throw new Failure("the daemon is started by the launcher: ./sampan daemon");
        });
    }
}
