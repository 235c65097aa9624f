package dev.sampan.engine.security;

import dev.sampan.engine.oci.Process;
import java.util.List;

/** USER and {@code --user}: {@code name}, {@code uid}, {@code name:group}, {@code uid:gid}. Strict (invariant 7, CVE-2024-40635). */
public final class UserSpec {

    private UserSpec() {}

    /**
     * @param user as the OCI runtime spec has it: with the primary group first among the additional ones, as Docker does
     *     (CVE-2022-36109)
     * @param home for the HOME variable: {@code /} when there is no entry
     */
    public record Resolved(Process.User user, String home) {}

    /**
     * @param spec empty is uid 0
     * @param passwd the content of the container's {@code /etc/passwd}, empty when there is none; opened under its root by the caller
     * @param group likewise {@code /etc/group}
     * @param groupAdd {@code --group-add}
     * @throws dev.sampan.engine.error.EngineException.InvalidRequest in Docker's words
     */
    public static Resolved resolve(String spec, byte[] passwd, byte[] group, List<String> groupAdd) {
        throw new IllegalStateException("users are not there yet");
    }
}
