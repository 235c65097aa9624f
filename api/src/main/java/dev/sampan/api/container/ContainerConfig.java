package dev.sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.OmitEmpty;
import dev.sampan.api.OmitNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs inside a container: the part of a create request that an image can give defaults for. */
public record ContainerConfig(
        @JsonProperty("Hostname") String hostname,
        @JsonProperty("Domainname") String domainname,
        @JsonProperty("User") String user,
        @JsonProperty("AttachStdin") boolean attachStdin,
        @JsonProperty("AttachStdout") boolean attachStdout,
        @JsonProperty("AttachStderr") boolean attachStderr,
        @JsonProperty("ExposedPorts") @OmitEmpty @Nullable Map<String, Object> exposedPorts,
        @JsonProperty("Tty") boolean tty,
        @JsonProperty("OpenStdin") boolean openStdin,
        @JsonProperty("StdinOnce") boolean stdinOnce,
        @JsonProperty("Env") @Nullable List<String> env,
        @JsonProperty("Cmd") @Nullable List<String> cmd,
        @JsonProperty("Healthcheck") @OmitEmpty @Nullable HealthConfig healthcheck,
        @JsonProperty("ArgsEscaped") @OmitEmpty boolean argsEscaped,
        @JsonProperty("Image") String image,
        @JsonProperty("Volumes") @Nullable Map<String, Object> volumes,
        @JsonProperty("WorkingDir") String workingDir,
        @JsonProperty("Entrypoint") @Nullable List<String> entrypoint,
        @JsonProperty("NetworkDisabled") @OmitEmpty boolean networkDisabled,
        @JsonProperty("MacAddress") @OmitEmpty String macAddress,
        @JsonProperty("OnBuild") @OmitEmpty @Nullable List<String> onBuild,
        @JsonProperty("Labels") @Nullable Map<String, String> labels,
        @JsonProperty("StopSignal") @OmitEmpty String stopSignal,
        @JsonProperty("StopTimeout") @OmitNull @Nullable Integer stopTimeout,
        @JsonProperty("Shell") @OmitEmpty @Nullable List<String> shell) {

    public ContainerConfig {
        hostname = hostname == null ? "" : hostname;
        domainname = domainname == null ? "" : domainname;
        user = user == null ? "" : user;
        image = image == null ? "" : image;
        workingDir = workingDir == null ? "" : workingDir;
        macAddress = macAddress == null ? "" : macAddress;
        stopSignal = stopSignal == null ? "" : stopSignal;
    }

    /** A copy to change. */
    public ContainerConfigBuilder edit() {
        return new ContainerConfigBuilder(this);
    }
}
