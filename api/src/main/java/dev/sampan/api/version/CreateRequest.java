package dev.sampan.api.version;

import dev.sampan.api.container.BindOptions;
import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.api.container.EndpointSettings;
import dev.sampan.api.container.HealthConfig;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.HostConfigBuilder;
import dev.sampan.api.container.Mount;
import dev.sampan.api.container.NetworkingConfig;
import dev.sampan.api.container.PortBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A create request of an older client: what it could not mean yet is dropped, what it meant by default is said. */
public final class CreateRequest {
    private CreateRequest() {}

    public static ContainerCreateRequest of(ContainerCreateRequest request, ApiVersion version) {
        if (!version.before(1, 53)) {
            return request;
        }
        return new ContainerCreateRequest(
                config(request.config(), version),
                hostConfig(request.hostConfig(), version),
                networking(request.networkingConfig(), version),
                version.before(1, 44));
    }

    private static @Nullable ContainerConfig config(@Nullable ContainerConfig config, ApiVersion version) {
        if (config == null || config.healthcheck() == null || !version.before(1, 44)) {
            return config;
        }
        HealthConfig health = config.healthcheck();
        var edited = config.edit();
        edited.healthcheck = new HealthConfig(
                health.test(), health.interval(), health.timeout(), health.startPeriod(), 0, health.retries());
        return edited.build();
    }

    private static @Nullable HostConfig hostConfig(@Nullable HostConfig given, ApiVersion version) {
        if (given == null) {
            return null;
        }
        HostConfigBuilder host = given.edit();
        if (host.portBindings != null) {
            host.portBindings = filled(host.portBindings);
        }
        if (version.before(1, 43)) {
            host.annotations = null;
        }
        if (version.before(1, 42)) {
            host.consoleSize = null;
            host.mounts = host.mounts == null
                    ? null
                    : host.mounts.stream().map(CreateRequest::withoutCreation).toList();
        }
        if (version.before(1, 41) && host.cgroupnsMode.isEmpty()) {
            host.cgroupnsMode = "host";
        }
        return host.build();
    }

    /** Until 1.52 a port without bindings meant one on any address and port. */
    private static Map<String, List<PortBinding>> filled(Map<String, List<PortBinding>> bindings) {
        var filled = new LinkedHashMap<String, List<PortBinding>>();
        bindings.forEach((port, list) ->
                filled.put(port, list == null || list.isEmpty() ? List.of(new PortBinding("", "")) : list));
        return filled;
    }

    private static Mount withoutCreation(Mount mount) {
        BindOptions bind = mount.bindOptions();
        if (bind == null) {
            return mount;
        }
        return new Mount(
                mount.type(),
                mount.source(),
                mount.target(),
                mount.readOnly(),
                mount.consistency(),
                new BindOptions(
                        bind.propagation(),
                        bind.nonRecursive(),
                        false,
                        bind.readOnlyNonRecursive(),
                        bind.readOnlyForceRecursive()),
                mount.volumeOptions(),
                mount.imageOptions(),
                mount.tmpfsOptions(),
                mount.clusterOptions());
    }

    private static @Nullable NetworkingConfig networking(@Nullable NetworkingConfig given, ApiVersion version) {
        if (given == null || given.endpointsConfig() == null || !version.before(1, 48)) {
            return given;
        }
        var endpoints = new LinkedHashMap<String, EndpointSettings>();
        given.endpointsConfig().forEach((name, endpoint) -> endpoints.put(name, endpoint(endpoint, version)));
        return new NetworkingConfig(endpoints);
    }

    private static @Nullable EndpointSettings endpoint(@Nullable EndpointSettings given, ApiVersion version) {
        if (given == null) {
            return null;
        }
        var endpoint = given.edit();
        endpoint.gwPriority = 0;
        if (version.before(1, 44)) {
            endpoint.macAddress = "";
        }
        return endpoint.build();
    }
}
