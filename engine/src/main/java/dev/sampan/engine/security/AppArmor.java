package dev.sampan.engine.security;

import dev.sampan.engine.error.EngineException.SystemFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The profile that a container's processes run under, where the host has AppArmor. */
public final class AppArmor {

    private static final String UNCONFINED = "unconfined";
    private static final String DEFAULT = "docker-default";
    private static final Path ENABLED = Path.of("/sys/module/apparmor/parameters/enabled");
    private static final Path PROFILES = Path.of("/sys/kernel/security/apparmor/profiles");

    private AppArmor() {}

    public static boolean active() {
        try {
            return Files.readString(ENABLED).startsWith("Y");
        } catch (IOException absent) {
            return false;
        }
    }

    /**
     * The exec label, empty for none. On a host without AppArmor a profile that was asked for by name is refused rather than left
     * out.
     *
     * @throws SystemFailure when the profile is not there: found when the container starts
     */
    public static String profile(SecurityOptions options, boolean privileged) {
        var asked = options.appArmor().orElse(privileged ? UNCONFINED : DEFAULT);
        if (!active()) {
            if (asked.equals(UNCONFINED) || asked.equals(DEFAULT)) {
                return "";
            }
            throw new SystemFailure(
                    "apparmor profile " + GoText.quoted(asked) + ": AppArmor is not active on this host");
        }
        if (asked.equals(UNCONFINED) || loaded(asked)) {
            return asked;
        }
        if (options.appArmor().isEmpty()) {
            return "";
        }
        throw new SystemFailure("apparmor failed to apply profile: profile " + GoText.quoted(asked) + " is not loaded");
    }

    private static boolean loaded(String profile) {
        try (var lines = Files.lines(PROFILES)) {
            return lines.anyMatch(l -> l.startsWith(profile + " ("));
        } catch (IOException unreadable) {
            return false;
        }
    }
}
