package dev.sampan.engine.security;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.spec.SecurityOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Docker's {@code --security-opt}. */
public final class SecurityOptionText {

    private SecurityOptionText() {}

    /** @throws SystemFailure for what Docker refuses, in its words: it finds these late, and calls them a 500 */
    public static SecurityOptions parse(List<String> options) {
        boolean noNewPrivileges = false;
        Optional<Boolean> writableCgroups = Optional.empty();
        Optional<String> seccomp = Optional.empty();
        Optional<String> appArmor = Optional.empty();
        var labels = new ArrayList<String>();
        for (var option : options) {
            switch (option) {
                case "no-new-privileges" -> noNewPrivileges = true;
                case "writable-cgroups" -> writableCgroups = Optional.of(true);
                case "disable" -> labels.add("disable");
                default -> {
                    int at = option.contains("=") ? option.indexOf('=') : option.indexOf(':');
                    if (at < 0) {
                        throw new SystemFailure("invalid --security-opt 1: " + GoText.quoted(option));
                    }
                    var value = option.substring(at + 1);
                    switch (option.substring(0, at)) {
                        case "label" -> labels.add(value);
                        case "apparmor" -> appArmor = Optional.of(value);
                        case "seccomp" -> seccomp = Optional.of(value);
                        case "no-new-privileges" -> noNewPrivileges = bool(option, value);
                        case "writable-cgroups" -> writableCgroups = Optional.of(bool(option, value));
                        default -> throw unknown(option);
                    }
                }
            }
        }
        return new SecurityOptions(
                noNewPrivileges,
                writableCgroups,
                seccomp.filter(s -> !s.isEmpty()),
                appArmor.filter(s -> !s.isEmpty()),
                List.copyOf(labels));
    }

    private static boolean bool(String option, String value) {
        return GoText.bool(value).orElseThrow(() -> unknown(option));
    }

    private static SystemFailure unknown(String option) {
        return new SystemFailure("invalid --security-opt 2: " + GoText.quoted(option));
    }
}
