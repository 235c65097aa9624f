package dev.sampan.engine.security;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.spec.SecurityOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The profile that a container's processes run under, where the host has AppArmor. The default one, {@code docker-default}, is loaded when
 * first needed, unless one of that name is there: dockerd's, or the administrator's own.
 */
public final class AppArmor {

    private static final String UNCONFINED = "unconfined";
    private static final String DEFAULT = "docker-default";
    private static final AppArmor HOST = new AppArmor(
            Path.of("/sys/module/apparmor/parameters/enabled"),
            Path.of("/sys/kernel/security/apparmor/profiles"),
            List.of(Path.of("/sbin/apparmor_parser"), Path.of("/usr/sbin/apparmor_parser")));

    private final Path enabled;
    private final Path profiles;
    private final List<Path> parsers;

    AppArmor(Path enabled, Path profiles, List<Path> parsers) {
        this.enabled = enabled;
        this.profiles = profiles;
        this.parsers = parsers;
    }

    public static AppArmor ofThisHost() {
        return HOST;
    }

    /** Whether containers are confined unless they ask otherwise. Without a profile, and no parser to load one, they are not. */
    public boolean confines() {
        return active() && (loaded(DEFAULT) || parser().isPresent());
    }

    /** What {@code docker info} should say beyond that. */
    public Optional<String> warning() {
        return active() && !confines()
                ? Optional.of(
                        "WARNING: AppArmor is active, but containers are not confined: apparmor_parser is missing")
                : Optional.empty();
    }

    /** As inspect shows it: what a start will apply or fail with. */
    public String shown(SecurityOptions options, boolean privileged) {
        return options.appArmor().orElse(!confines() ? "" : privileged ? UNCONFINED : DEFAULT);
    }

    /**
     * The exec label, empty for none. On a host without AppArmor a profile that was asked for by name is refused rather than left
     * out.
     *
     * @throws SystemFailure when the profile is not there: found when the container starts
     */
    public String profile(SecurityOptions options, boolean privileged) {
        var asked = options.appArmor().orElse(privileged ? UNCONFINED : DEFAULT);
        if (asked.equals(UNCONFINED)) {
            return active() ? UNCONFINED : "";
        }
        if (asked.equals(DEFAULT)) {
            return loadDefault() ? DEFAULT : "";
        }
        if (!active()) {
            throw new SystemFailure(
                    "apparmor profile " + GoText.quoted(asked) + ": AppArmor is not active on this host");
        }
        if (!loaded(asked)) {
            throw new SystemFailure(
                    "apparmor failed to apply profile: profile " + GoText.quoted(asked) + " is not loaded");
        }
        return asked;
    }

    /** The profiles' list is a file of securityfs, which may not be mounted: then there is nothing that could be asked for. */
    private boolean active() {
        if (!Files.isReadable(enabled)) {
            return false;
        }
        try {
            return Files.readString(enabled).startsWith("Y") && Files.isReadable(profiles);
        } catch (IOException absent) {
            return false;
        }
    }

    private boolean loaded(String profile) {
        try (var lines = Files.lines(profiles)) {
            return lines.anyMatch(l -> l.startsWith(profile + " ("));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private Optional<Path> parser() {
        return parsers.stream().filter(Files::isExecutable).findFirst();
    }

    private synchronized boolean loadDefault() {
        if (!active()) {
            return false;
        }
        if (loaded(DEFAULT)) {
            return true;
        }
        var parser = parser();
        parser.ifPresent(AppArmor::load);
        return parser.isPresent();
    }

    /** Same as: apparmor_parser -Kr, without its cache. */
    private static void load(Path parser) {
        String output;
        try (var text = AppArmor.class.getResourceAsStream("docker-default.apparmor")) {
            Process process = new ProcessBuilder(parser.toString(), "-Kr")
                    .redirectErrorStream(true)
                    .start();
            try (var input = process.getOutputStream()) {
                text.transferTo(input);
            }
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            output = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            output = "interrupted";
        }
        throw new SystemFailure("AppArmor enabled on system but the " + DEFAULT
                + " profile could not be loaded: running `" + parser + " -Kr` failed with output: " + output);
    }
}
