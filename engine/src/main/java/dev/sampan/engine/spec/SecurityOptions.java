package dev.sampan.engine.spec;

import java.util.List;
import java.util.Optional;

/**
 * What {@code --security-opt} asks for.
 *
 * @param seccomp a profile's JSON, {@code unconfined}, {@code builtin}; empty is the engine's default
 * @param appArmor a profile's name, {@code unconfined}; empty is the engine's default
 * @param labels SELinux: {@code disable}, {@code type:x}, ...
 */
public record SecurityOptions(
        boolean noNewPrivileges,
        Optional<Boolean> writableCgroups,
        Optional<String> seccomp,
        Optional<String> appArmor,
        List<String> labels) {}
