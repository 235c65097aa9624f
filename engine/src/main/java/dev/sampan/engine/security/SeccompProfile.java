package dev.sampan.engine.security;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.spec.SecurityOptions;
import dev.sampan.engine.spec.SecuritySpec;
import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.bpf.Abi;
import dev.sampan.linux.bpf.SeccompFilter.Condition;
import dev.sampan.linux.proc.KernelVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rules about system calls, some of which hold only for some architectures, capabilities and kernels.
 *
 * <p>Where several rules are about one call, one without conditions decides; else the first whose conditions hold. A number above
 * those that a restrictive profile knows answers ENOSYS, as with runc, so that C libraries fall back to older calls.
 */
public final class SeccompProfile {

    private static final String UNCONFINED = "unconfined";
    private static final String BUILTIN = "builtin";

    private final int otherwise;
    private final List<Rule> rules;
    private final Set<Abi> abis;
    private final Map<Target, byte[]> compiled = new ConcurrentHashMap<>();

    /**
     * @param names system calls; one that no ABI knows is ignored
     * @param conditions all must hold; empty is always
     */
    record Rule(List<String> names, int action, List<Condition> conditions, Requirement requirement) {}

    /** What the rule needs of the container and the host; empty collections ask for nothing. */
    record Requirement(
            Set<String> caps,
            Set<String> noCaps,
            Set<String> arches,
            Set<String> noArches,
            Optional<KernelVersion> kernel) {

        static final Requirement NONE = new Requirement(Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty());

        boolean met(Target target) {
            var has = Capability.names(target.capabilities);
            return has.containsAll(caps)
                    && noCaps.stream().noneMatch(has::contains)
                    && (arches.isEmpty() || arches.contains(target.arch.goName()))
                    && !noArches.contains(target.arch.goName())
                    && kernel.map(k -> target.kernel.compareTo(k) >= 0).orElse(true);
        }
    }

    /** What a profile is compiled for. */
    record Target(Arch arch, Set<Capability> capabilities, KernelVersion kernel) {}

    /** @param abis besides the native one */
    SeccompProfile(int otherwise, List<Rule> rules, Set<Abi> abis) {
        this.otherwise = otherwise;
        this.rules = List.copyOf(rules);
        this.abis = Set.copyOf(abis);
    }

    /** Docker's default profile, from seccomp-default.txt. */
    public static SeccompProfile builtin() {
        return Builtin.PROFILE;
    }

    /**
     * What a container gets.
     *
     * @return empty for no filter at all
     * @throws SystemFailure for a profile that is no profile, in Docker's words: found when the container starts
     */
    public static Optional<SeccompProfile> chosen(SecurityOptions options, boolean privileged) {
        var asked = options.seccomp().orElse("");
        if (asked.equals(UNCONFINED) || asked.isEmpty() && privileged) {
            return Optional.empty();
        }
        return Optional.of(asked.isEmpty() || asked.equals(BUILTIN) ? builtin() : SeccompJson.parse(asked));
    }

    /** The filter for this host as the kernel takes it: an array of struct sock_filter, 8 bytes each. */
    public byte[] compile(Set<Capability> capabilities) {
        return compile(new Target(Arch.host(), Set.copyOf(capabilities), KernelVersion.host()));
    }

    byte[] compile(Target target) {
        return compiled.computeIfAbsent(
                        target, t -> compiler(t).filter().assemble().bytes())
                .clone();
    }

    SeccompCompiler compiler(Target target) {
        return new SeccompCompiler(target, otherwise, rules, abis);
    }

    /** The compiled filter of a container; empty for none. */
    public static Optional<byte[]> compiled(SecuritySpec spec) {
        return chosen(spec.options(), spec.privileged()).map(profile -> profile.compile(Capability.granted(spec)));
    }

    private static final class Builtin {
        static final SeccompProfile PROFILE = SeccompText.read("seccomp-default.txt");
    }
}
