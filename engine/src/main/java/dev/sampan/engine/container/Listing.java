package dev.sampan.engine.container;

import dev.sampan.api.container.ContainerSummary;
import dev.sampan.api.container.HealthSummary;
import dev.sampan.api.container.HostConfigSummary;
import dev.sampan.api.container.NetworkSettingsSummary;
import dev.sampan.api.container.PortSummary;
import dev.sampan.engine.container.check.PortSpec;
import dev.sampan.engine.container.mount.ContainerMount;
import dev.sampan.engine.container.state.ContainerFile;
import dev.sampan.engine.container.state.LastRun;
import dev.sampan.engine.container.state.State;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.network.AddressText;
import dev.sampan.engine.network.PublishedPort;
import dev.sampan.engine.network.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists containers, newest first. */
final class Listing {

    private final Parts parts;

    Listing(Parts parts) {
        this.parts = parts;
    }

    List<ContainerSummary> run(ListQuery query) {
        var filter = new ListFilter(parts, query.filters());
        boolean stoppedToo = query.all() || query.limit() > 0 || filter.namesStates();
        var found = new ArrayList<ContainerSummary>();
        var images = new HashMap<String, String>();
        for (Container container : parts.table().newestFirst()) {
            ContainerFile file = container.file();
            if ((stoppedToo || file.state().running()) && filter.test(container)) {
                found.add(summary(container, images, query.size()));
                if (query.limit() > 0 && found.size() == query.limit()) {
                    break;
                }
            }
        }
        return found;
    }

    private ContainerSummary summary(Container container, Map<String, String> images, boolean size) {
        ContainerFile file = container.file();
        Active active = container.active();
        long sizeRw = size ? parts.rootfs().writable(file.id()).apparent() : 0;
        long sizeRoot = size ? sizeRw + parts.imageSize(file) : 0;
        return new ContainerSummary(
                file.id(),
                Stream.concat(Stream.of(file.name()), new Links(parts.table()).namesOf(file).stream())
                        .toList(),
                imageName(file, images),
                file.image(),
                file.manifest(),
                command(file.command()),
                file.created().getEpochSecond(),
                ports(file, active == null ? Optional.empty() : active.sandbox()),
                sizeRw,
                sizeRoot,
                file.config().labels(),
                file.state().word(),
                status(file, Instant.now()),
                new HostConfigSummary(
                        file.hostConfig().networkMode(), file.hostConfig().annotations()),
                new HealthSummary("none", 0),
                new NetworkSettingsSummary(file.networks()),
                file.mounts().stream().map(ContainerMount::shown).toList());
    }

    /**
     * The name in the request, while it still means the container's image; else the image's id.
     *
     * @param images what names mean, as far as it was looked up for this list
     */
    private String imageName(ContainerFile file, Map<String, String> images) {
        String name = file.config().image();
        if (name.isEmpty() || file.image().isEmpty()) {
            return name;
        }
        return images.computeIfAbsent(name, this::idOf).equals(file.image()) ? name : file.image();
    }

    private String idOf(String name) {
        try {
            return parts.images().get(name).id().toString();
        } catch (EngineException gone) {
            return "";
        }
    }

    /** Words with a space are quoted, nothing is escaped: as Docker does it. */
    private static String command(List<String> words) {
        if (words.size() == 1) {
            return words.getFirst();
        }
        var text = new StringBuilder(words.getFirst());
        for (String word : words.subList(1, words.size())) {
            text.append(' ').append(word.contains(" ") ? "'" + word + "'" : word);
        }
        return text.toString();
    }

    static String status(ContainerFile file, Instant now) {
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

    private static List<PortSummary> ports(ContainerFile file, Optional<Sandbox> sandbox) {
        if (sandbox.isEmpty()) {
            return List.of();
        }
        var ports = new ArrayList<PortSummary>();
        var published = new HashSet<String>();
        for (PublishedPort port : sandbox.get().ports()) {
            published.add(port.container());
            ports.add(new PortSummary(
                    AddressText.of(port.hostAddress()), port.containerPort(), port.hostPort(), port.protocol()));
        }
        if (file.config().exposedPorts() != null) {
            file.config().exposedPorts().keySet().stream()
                    .filter(port -> !published.contains(port))
                    .map(PortSpec::parse)
                    .forEach(port -> ports.add(new PortSummary("", port.port(), 0, port.protocol())));
        }
        return ports;
    }
}
