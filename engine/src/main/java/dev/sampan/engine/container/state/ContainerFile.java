package dev.sampan.engine.container.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.EndpointSettings;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.ManifestDescriptor;
import dev.sampan.engine.container.mount.ContainerMount;
import dev.sampan.engine.spec.MacAddress;
import dev.sampan.engine.spec.NetworkSpec.Attachment;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a container, as its file keeps it: an immutable snapshot, replaced as a whole.
 *
 * @param name with its leading slash
 * @param image digest of the image, empty for none
 * @param networks by name, as they were asked for
 * @param endpoints by the network's name, what the present or last run has of it
 * @param attachments what was chosen for the networks: it holds for each run
 * @param appArmorProfile as inspect shows it
 * @param stoppedByUser ended because somebody asked for it: {@code unless-stopped} looks at this after the engine's restart
 * @param unknown what a newer engine wrote: kept
 */
public record ContainerFile(
        String id,
        String name,
        Instant created,
        String image,
        @Nullable ManifestDescriptor manifest,
        ContainerConfig config,
        HostConfig hostConfig,
        Map<String, EndpointSettings> networks,
        Map<String, EndpointState> endpoints,
        List<Attachment> attachments,
        List<ContainerMount> mounts,
        String appArmorProfile,
        State state,
        LastRun lastRun,
        int restartCount,
        boolean stoppedByUser,
        @JsonAnySetter @JsonAnyGetter Map<String, Object> unknown) {

    /** What a start cannot do without must be there: a file that lacks it is damaged. */
    public ContainerFile {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(created, "created");
        requireNonNull(image, "image");
        requireNonNull(config, "config");
        requireNonNull(hostConfig, "hostConfig");
        networks = networks == null ? Map.of() : networks;
        endpoints = endpoints == null ? endpoints(networks) : endpoints;
        attachments = attachments == null ? attachments(networks) : attachments;
        mounts = mounts == null ? List.of() : mounts;
        state = state == null ? new State.Created() : state;
        lastRun = lastRun == null ? LastRun.NONE : lastRun;
        unknown = unknown == null ? Map.of() : new LinkedHashMap<>(unknown);
    }

    /** What a file of an earlier version says: the address of the last run is not one that was chosen. */
    public static List<Attachment> attachments(Map<String, EndpointSettings> networks) {
        return networks.entrySet().stream()
                .map(entry -> attachment(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Map<String, EndpointState> endpoints(Map<String, EndpointSettings> networks) {
        var endpoints = new TreeMap<String, EndpointState>();
        networks.forEach((name, settings) -> {
            boolean joined = !settings.endpointId().isEmpty();
            endpoints.put(
                    name,
                    new EndpointState(
                            settings.networkId(),
                            settings.endpointId(),
                            settings.gateway(),
                            settings.ipAddress(),
                            settings.ipPrefixLen(),
                            joined ? settings.macAddress() : ""));
        });
        return endpoints;
    }

    private static Attachment attachment(String network, EndpointSettings settings) {
        String address =
                settings.ipamConfig() == null ? "" : settings.ipamConfig().ipv4Address();
        boolean chosen =
                settings.endpointId().isEmpty() && !settings.macAddress().isEmpty();
        return new Attachment(
                network,
                address.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(address)),
                chosen ? Optional.of(MacAddress.parse(settings.macAddress())) : Optional.empty());
    }

    /** The name without its slash. */
    public String plainName() {
        return name.substring(1);
    }

    public String shortId() {
        return id.substring(0, 12);
    }

    /** The program and its arguments: entrypoint, then command. */
    public List<String> command() {
        var words = new java.util.ArrayList<String>();
        if (config.entrypoint() != null) {
            words.addAll(config.entrypoint());
        }
        if (config.cmd() != null) {
            words.addAll(config.cmd());
        }
        return words;
    }

    public Edit edit() {
        return new Edit(this);
    }

    /** A changed copy in the making. */
    public static final class Edit {
        private final ContainerFile from;
        public String name;
        public ContainerConfig config;
        public HostConfig hostConfig;
        public Map<String, EndpointState> endpoints;
        public List<ContainerMount> mounts;
        public State state;
        public LastRun lastRun;
        public int restartCount;
        public boolean stoppedByUser;
        public String appArmorProfile;

        private Edit(ContainerFile from) {
            this.from = from;
            name = from.name;
            config = from.config;
            hostConfig = from.hostConfig;
            endpoints = from.endpoints;
            mounts = from.mounts;
            state = from.state;
            lastRun = from.lastRun;
            restartCount = from.restartCount;
            stoppedByUser = from.stoppedByUser;
            appArmorProfile = from.appArmorProfile;
        }

        public ContainerFile done() {
            return new ContainerFile(
                    from.id,
                    name,
                    from.created,
                    from.image,
                    from.manifest,
                    config,
                    hostConfig,
                    from.networks,
                    endpoints,
                    from.attachments,
                    mounts,
                    appArmorProfile,
                    state,
                    lastRun,
                    restartCount,
                    stoppedByUser,
                    from.unknown);
        }
    }
}
