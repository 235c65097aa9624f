package dev.sampan.engine.security;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.security.UserFiles.Group;
import dev.sampan.engine.security.UserFiles.Passwd;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * USER and {@code --user}: {@code name}, {@code uid}, {@code name:group}, {@code uid:gid}.
 *
 * <p>Strict (invariant 7, CVE-2024-40635): what looks like a number is one, however long; a number out of range is an error, never
 * cut to 32 bits, wherever it comes from: an image's {@code /etc/passwd} that says 4294967296 does not make a root. A line of these
 * files whose number is none counts as absent, where Docker reads it as 0.
 */
public final class UserSpec {

    private static final long LARGEST = Integer.MAX_VALUE;

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
     * @throws InvalidRequest in Docker's words
     */
    public static Resolved resolve(String spec, byte[] passwd, byte[] group, List<String> groupAdd) {
        var parts = spec.split(":", 3);
        var userPart = parts[0];
        var groupPart = parts.length > 1 ? parts[1] : "";
        var files = new UserFiles(passwd, group);

        var number = userPart.isEmpty() ? OptionalLong.of(0) : UserFiles.number(userPart);
        var entry = files.user(p ->
                number.isPresent() ? p.uid() == number.getAsLong() : p.name().equals(userPart));
        if (entry.isEmpty() && number.isEmpty()) {
            throw new InvalidRequest("unable to find user " + userPart + ": no matching entries in passwd file");
        }
        long uid = inRange(entry.map(Passwd::uid).orElseGet(number::getAsLong));
        long gid = entry.map(Passwd::gid).orElse(0L);
        var groups = new LinkedHashSet<Long>();
        if (!groupPart.isEmpty()) {
            gid = named(groupPart, files);
        } else if (entry.isPresent()) {
            var name = entry.get().name();
            files.groups(g -> g.members().contains(name)).forEach(g -> groups.add(inRange(g.gid())));
        }
        return new Resolved(
                new Process.User(uid, inRange(gid), additional(gid, groups, groupAdd, files)),
                entry.map(Passwd::home).filter(h -> !h.isEmpty()).orElse("/"));
    }

    private static List<Long> additional(long gid, Set<Long> own, List<String> groupAdd, UserFiles files) {
        var all = new LinkedHashSet<Long>();
        all.add(gid);
        all.addAll(own);
        groupAdd.forEach(g -> all.add(named(g, files)));
        return List.copyOf(all);
    }

    private static long named(String group, UserFiles files) {
        var number = UserFiles.number(group);
        if (number.isPresent()) {
            return inRange(number.getAsLong());
        }
        return files.groups(g -> g.name().equals(group)).stream()
                .findFirst()
                .map(Group::gid)
                .map(UserSpec::inRange)
                .orElseThrow(() ->
                        new InvalidRequest("unable to find group " + group + ": no matching entries in group file"));
    }

    private static long inRange(long id) {
        if (id < 0 || id > LARGEST) {
            throw new InvalidRequest("uids and gids must be in range 0-2147483647");
        }
        return id;
    }
}
