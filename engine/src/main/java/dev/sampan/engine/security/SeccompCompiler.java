package dev.sampan.engine.security;

import dev.sampan.linux.bpf.Abi;
import dev.sampan.linux.bpf.SeccompAction;
import dev.sampan.linux.bpf.SeccompFilter;
import dev.sampan.linux.bpf.SeccompFilter.Case;
import dev.sampan.linux.bpf.SeccompFilter.Rule;
import dev.sampan.linux.bpf.SeccompFilter.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** From a profile's names to a filter's numbers, for one container. */
final class SeccompCompiler {

    private static final int ENOSYS = 38;
    /** ARM's own calls have numbers from here on, above all that may come. */
    private static final int PRIVATE = 0xf0000;

    private final SeccompProfile.Target target;
    private final int otherwise;
    private final List<SeccompProfile.Rule> rules;
    private final Set<Abi> abis;

    SeccompCompiler(SeccompProfile.Target target, int otherwise, List<SeccompProfile.Rule> all, Set<Abi> abis) {
        this.target = target;
        this.otherwise = otherwise;
        // A rule that says what holds anyway says nothing.
        this.rules = all.stream()
                .filter(r -> r.action() != otherwise && r.requirement().met(target))
                .toList();
        this.abis = abis;
    }

    SeccompFilter filter() {
        var sections = new ArrayList<Section>();
        for (var abi : Abi.of(target.arch())) {
            if (sections.isEmpty() || abis.contains(abi)) {
                sections.add(section(abi));
            }
        }
        return new SeccompFilter(sections);
    }

    private Section section(Abi abi) {
        var always = new HashMap<Integer, Integer>();
        var sometimes = new TreeMap<Integer, List<Case>>();
        int last = -1;
        for (var rule : rules) {
            for (var name : rule.names()) {
                var found = abi.number(name);
                if (found.isEmpty()) {
                    continue;
                }
                int number = found.getAsInt();
                if (number < PRIVATE) {
                    last = Math.max(last, number);
                }
                if (rule.conditions().isEmpty()) {
                    always.putIfAbsent(number, rule.action());
                } else {
                    sometimes
                            .computeIfAbsent(number, n -> new ArrayList<>())
                            .add(new Case(rule.conditions(), rule.action()));
                }
            }
        }
        var decisions = new TreeMap<Integer, Rule>();
        sometimes.forEach((number, cases) -> decisions.put(number, new Rule(cases, otherwise)));
        always.forEach((number, action) -> decisions.put(number, Rule.always(action)));
        return new Section(abi, decisions, otherwise, restrictive() && last >= 0 ? last + 1 : Integer.MAX_VALUE);
    }

    private boolean restrictive() {
        return otherwise != SeccompAction.ALLOW
                && otherwise != SeccompAction.LOG
                && otherwise != SeccompAction.errno(ENOSYS);
    }
}
