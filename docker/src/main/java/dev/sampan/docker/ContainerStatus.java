package dev.sampan.docker;

import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import java.time.Duration;
import java.time.Instant;

/** What a list says of a container's state: {@code Up 5 minutes}. */
final class ContainerStatus {

    private ContainerStatus() {}

    static String of(ContainerFile file, Instant now) {
        LastRun last = file.lastRun();
        return switch (file.state()) {
            case State.Created _ -> "Created";
            case State.Running(int _, Instant since) -> "Up " + ago(since, now);
            case State.Paused(int _, Instant since) -> "Up " + ago(since, now) + " (Paused)";
            case State.Restarting _ -> "Restarting (" + last.exitCode() + ") " + ago(last.finishedAt(), now) + " ago";
            case State.Exited _ -> "Exited (" + last.exitCode() + ") " + ago(last.finishedAt(), now) + " ago";
            case State.Removing _ -> "Removal In Progress";
            case State.Dead _ -> "Dead";
        };
    }

    /** A duration as people say it: the words of Docker's clients. */
    static String ago(Instant from, Instant to) {
        Duration duration = Duration.between(from, to);
        long seconds = duration.toSeconds();
        long minutes = duration.toMinutes();
        long hours = Math.round(duration.toMillis() / 3_600_000.0);
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (seconds < 60) {
            return seconds + " seconds";
        } else if (minutes == 1) {
            return "About a minute";
        } else if (minutes < 60) {
            return minutes + " minutes";
        } else if (hours == 1) {
            return "About an hour";
        } else if (hours < 48) {
            return hours + " hours";
        } else if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        } else if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return (int) (duration.toHours() / 24.0 / 365) + " years";
    }
}
