package dev.sampan.engine.cgroup;

import dev.sampan.engine.oci.LinuxResources.DeviceRule;
import dev.sampan.linux.bpf.DeviceFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Rules in order, reduced to what they come to: one answer for all, and exceptions. Follows the kernel's v1 controller, so that both
 * versions decide alike: a rule against the present answer is an exception; one with it takes back exactly that exception.
 */
final class DeviceRules {

    private record Which(char type, OptionalLong major, OptionalLong minor) {}

    private final Map<Which, Integer> exceptions = new LinkedHashMap<>();
    private boolean allowed = true;

    private DeviceRules() {}

    static DeviceFilter reduced(List<DeviceRule> rules) {
        var state = new DeviceRules();
        rules.forEach(state::apply);
        var list = new ArrayList<DeviceFilter.Exception>();
        state.exceptions.forEach(
                (which, access) -> list.add(new DeviceFilter.Exception(which.type, which.major, which.minor, access)));
        return new DeviceFilter(state.allowed, list);
    }

    private void apply(DeviceRule rule) {
        if (rule.type().equals("a") && rule.major() == null && rule.minor() == null) {
            allowed = rule.allow();
            exceptions.clear();
            return;
        }
        for (char type : rule.type().equals("a")
                ? new char[] {'b', 'c'}
                : new char[] {rule.type().charAt(0)}) {
            var which = new Which(type, number(rule.major()), number(rule.minor()));
            int access = access(rule.access());
            if (rule.allow() != allowed) {
                exceptions.merge(which, access, (a, b) -> a | b);
            } else {
                exceptions.computeIfPresent(which, (w, present) -> (present & ~access) == 0 ? null : present & ~access);
            }
        }
    }

    private static OptionalLong number(@Nullable Long value) {
        return value == null || value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static int access(String letters) {
        return (letters.contains("r") ? DeviceFilter.READ : 0)
                | (letters.contains("w") ? DeviceFilter.WRITE : 0)
                | (letters.contains("m") ? DeviceFilter.MKNOD : 0);
    }
}
