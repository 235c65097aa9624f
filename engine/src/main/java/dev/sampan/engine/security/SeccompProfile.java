package dev.sampan.engine.security;

import java.util.Optional;
import java.util.Set;

/** A set of rules about system calls, some of which hold only for some architectures, capabilities and kernels. */
public final class SeccompProfile {

    private SeccompProfile() {}

    /** Docker's default profile. */
    public static SeccompProfile builtin() {
        return new SeccompProfile();
    }

    /**
     * What a container gets.
     *
     * @return empty for no filter at all
     * @throws dev.sampan.engine.error.EngineException.SystemFailure for a profile that is no profile, in Docker's words
     */
    public static Optional<SeccompProfile> chosen(SecurityOptions options, boolean privileged) {
        throw new IllegalStateException("seccomp profiles are not there yet");
    }

    /** The filter for this host as the kernel takes it: an array of struct sock_filter, 8 bytes each, for {@code seccomp(SECCOMP_SET_MODE_FILTER)}. */
    public byte[] compile(Set<Capability> capabilities) {
        throw new IllegalStateException("seccomp profiles are not there yet");
    }
}
