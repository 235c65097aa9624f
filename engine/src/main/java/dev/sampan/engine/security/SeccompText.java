package dev.sampan.engine.security;

import dev.sampan.linux.bpf.Abi;
import dev.sampan.linux.bpf.SeccompAction;
import dev.sampan.linux.bpf.SeccompFilter.Condition;
import dev.sampan.linux.bpf.SeccompFilter.Op;
import dev.sampan.linux.proc.KernelVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads our own form of a profile, which its first lines describe. The file is ours: what is wrong in it fails loudly. */
final class SeccompText {

    private static final Pattern RULE = Pattern.compile("(\\S+) (.+?)( if (.+?))?( where (.+))?");
    private static final Pattern ACTION = Pattern.compile("errno\\(([0-9]+)\\)");
    private static final Pattern MASKED = Pattern.compile("arg([0-5]) & (\\w+) == (\\w+)");
    private static final Pattern COMPARED = Pattern.compile("arg([0-5]) (==|!=|<|<=|>|>=) (\\w+)");

    private SeccompText() {}

    static SeccompProfile read(String resource) {
        try (var in = SeccompText.class.getResourceAsStream(resource);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return parse(lines.lines().toList());
        } catch (IOException broken) {
            throw new UncheckedIOException("read " + resource, broken);
        }
    }

    static SeccompProfile parse(List<String> lines) {
        int otherwise = SeccompAction.errno(1);
        var rules = new ArrayList<SeccompProfile.Rule>();
        for (var line : lines) {
            if (line.startsWith("otherwise ")) {
                otherwise = action(line.substring("otherwise ".length()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                rules.add(rule(matched(RULE, line)));
            }
        }
        return new SeccompProfile(otherwise, rules, EnumSet.allOf(Abi.class));
    }

    private static SeccompProfile.Rule rule(Matcher m) {
        var conditions = new ArrayList<Condition>();
        if (m.group(4) != null) {
            for (var text : m.group(4).split(" and ")) {
                conditions.add(condition(text));
            }
        }
        return new SeccompProfile.Rule(
                List.of(m.group(2).split(" ")),
                action(m.group(1)),
                conditions,
                m.group(6) == null ? SeccompProfile.Requirement.NONE : requirement(m.group(6)));
    }

    private static int action(String text) {
        return switch (text) {
            case "allow" -> SeccompAction.ALLOW;
            case "log" -> SeccompAction.LOG;
            case "trap" -> SeccompAction.trap(0);
            case "kill" -> SeccompAction.KILL_THREAD;
            case "kill-process" -> SeccompAction.KILL_PROCESS;
            default ->
                SeccompAction.errno(Integer.parseInt(matched(ACTION, text).group(1)));
        };
    }

    private static Condition condition(String text) {
        var masked = MASKED.matcher(text);
        if (masked.matches()) {
            return new Condition(
                    Integer.parseInt(masked.group(1)),
                    Op.EQ,
                    Long.decode(masked.group(3)),
                    Long.decode(masked.group(2)));
        }
        var m = matched(COMPARED, text);
        var op =
                switch (m.group(2)) {
                    case "==" -> Op.EQ;
                    case "!=" -> Op.NE;
                    case "<" -> Op.LT;
                    case "<=" -> Op.LE;
                    case ">" -> Op.GT;
                    default -> Op.GE;
                };
        return new Condition(Integer.parseInt(m.group(1)), op, Long.decode(m.group(3)));
    }

    private static SeccompProfile.Requirement requirement(String text) {
        var caps = new HashSet<String>();
        var noCaps = new HashSet<String>();
        Set<String> arches = Set.of();
        Set<String> noArches = Set.of();
        Optional<KernelVersion> kernel = Optional.empty();
        for (var word : text.split(" ")) {
            var value = word.substring(word.indexOf('=') + 1);
            switch (word.substring(0, word.indexOf('='))) {
                case "cap" -> caps.add(Capability.named(value).orElseThrow().name());
                case "no-cap" ->
                    noCaps.add(Capability.named(value).orElseThrow().name());
                case "arch" -> arches = Set.of(value.split("\\|"));
                case "no-arch" -> noArches = Set.of(value.split("\\|"));
                case "kernel>" -> kernel = Optional.of(KernelVersion.parse(value));
                default -> throw new IllegalArgumentException("not a requirement: " + word);
            }
        }
        return new SeccompProfile.Requirement(caps, noCaps, arches, noArches, kernel);
    }

    private static Matcher matched(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not in the form " + pattern + ": " + text);
        }
        return matcher;
    }
}
