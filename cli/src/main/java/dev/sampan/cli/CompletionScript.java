package dev.sampan.cli;

import dev.sampan.cli.flags.Flag;
import dev.sampan.cli.flags.FlagSet;
import java.util.ArrayList;
import java.util.List;

/** Completion scripts made from the verbs' own declarations; names of containers and images are asked of the daemon. */
public final class CompletionScript {
    private CompletionScript() {}

    /** "" for a shell that is not known. */
    public static String of(String shell, String name) {
        return switch (shell) {
            case "bash" -> bash(name);
            case "zsh" -> zsh(name);
            case "fish" -> fish(name);
            default -> "";
        };
    }

    private static List<String> words() {
        return Verbs.SECTIONS.stream()
                .flatMap(section -> section.words().stream())
                .sorted()
                .toList();
    }

    private static String bash(String name) {
        var cases = new StringBuilder();
        for (String word : words()) {
            if (Verbs.isGroup(word)) {
                cases.append("    ")
                        .append(word)
                        .append(") words=\"")
                        .append(String.join(" ", Verbs.members(word)))
                        .append("\" ;;\n");
            } else {
                cases.append("    ")
                        .append(word)
                        .append(") flags=\"")
                        .append(String.join(" ", flags(word)))
                        .append("\" names=")
                        .append(names(word))
                        .append(" ;;\n");
            }
        }
        return """
            # bash completion for NAME; use: source <(NAME completion bash)
            _NAME() {
              local cur=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} words="" flags="" names=""
              COMPREPLY=()
              if [ "$COMP_CWORD" = 1 ]; then
                COMPREPLY=($(compgen -W "WORDS" -- "$cur")); return
              fi
              case $verb in container|image|network|system) [ "$COMP_CWORD" -gt 2 ] && verb=${COMP_WORDS[2]} ;; esac
              case $verb in
            CASES  esac
              case $cur in
                -*) COMPREPLY=($(compgen -W "$flags" -- "$cur")); return ;;
              esac
              case $names in
                containers) words=$(NAME ps -a --format '{{.Names}}' 2>/dev/null) ;;
                running) words=$(NAME ps --format '{{.Names}}' 2>/dev/null) ;;
                images) words=$(NAME images --format '{{.Repository}}:{{.Tag}}' 2>/dev/null) ;;
                networks) words=$(NAME network ls --format '{{.Name}}' 2>/dev/null) ;;
              esac
              COMPREPLY=($(compgen -W "$words" -- "$cur"))
            }
            complete -o default -F _NAME NAME
            """.replace("WORDS\"", String.join(" ", words()) + "\"")
                .replace("CASES", cases)
                .replace("NAME", name)
                .replace("COMP_" + name, "COMP_NAME");
    }

    private static String zsh(String name) {
        return "#compdef " + name + "\n# zsh completion for " + name + "; use: source <(" + name + " completion zsh)\n"
                + "autoload -U +X bashcompinit && bashcompinit\n" + bash(name);
    }

    private static String fish(String name) {
        var out = new StringBuilder("# fish completion for " + name + "; use: " + name + " completion fish | source\n");
        out.append("complete -c ").append(name).append(" -f\n");
        for (String word : words()) {
            Verbs.Found found = Verbs.find(List.of(word));
            String about = found == null || found.verb() == null
                    ? "Manage " + word + "s"
                    : found.verb().about();
            out.append("complete -c ")
                    .append(name)
                    .append(" -n __fish_use_subcommand -a ")
                    .append(word)
                    .append(" -d '")
                    .append(about.replace("'", "\\'"))
                    .append("'\n");
            if (Verbs.isGroup(word)) {
                out.append("complete -c ")
                        .append(name)
                        .append(" -n '__fish_seen_subcommand_from ")
                        .append(word)
                        .append("' -a '")
                        .append(String.join(" ", Verbs.members(word)))
                        .append("'\n");
                continue;
            }
            fishFlags(out, name, word);
        }
        return out.toString();
    }

    private static void fishFlags(StringBuilder out, String name, String word) {
        String seen = "complete -c " + name + " -n '__fish_seen_subcommand_from " + word + "'";
        Verbs.Found found = Verbs.find(List.of(word));
        if (found != null && found.verb() != null) {
            for (Flag flag : new FlagSet(found.verb().flags()).all()) {
                out.append(seen)
                        .append(" -l ")
                        .append(flag.name())
                        .append(flag.shorthand() == 0 ? "" : " -s " + flag.shorthand())
                        .append(flag.type().isEmpty() ? "" : " -r")
                        .append(" -d '")
                        .append(flag.about().replace("'", "\\'"))
                        .append("'\n");
            }
        }
        String list =
                switch (names(word)) {
                    case "containers" -> name + " ps -a --format \"{{.Names}}\"";
                    case "running" -> name + " ps --format \"{{.Names}}\"";
                    case "images" -> name + " images --format \"{{.Repository}}:{{.Tag}}\"";
                    default -> "";
                };
        if (!list.isEmpty()) {
            out.append(seen).append(" -a '(").append(list).append(" 2>/dev/null)'\n");
        }
    }

    private static List<String> flags(String word) {
        var flags = new ArrayList<String>();
        Verbs.Found found = Verbs.find(List.of(word));
        if (found != null && found.verb() != null) {
            for (Flag flag : new FlagSet(found.verb().flags()).all()) {
                flags.add("--" + flag.name());
            }
        }
        return flags;
    }

    private static String names(String word) {
        return switch (word) {
            case "attach", "exec", "kill", "pause", "port", "stop", "top" -> "running";
            case "explain", "export", "inspect", "logs", "rename", "restart", "rm", "start", "unpause", "wait" ->
                "containers";
            case "create", "history", "rmi", "run", "save", "tag" -> "images";
            default -> "\"\"";
        };
    }
}
