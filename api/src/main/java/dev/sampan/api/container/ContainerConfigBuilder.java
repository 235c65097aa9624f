package dev.sampan.api.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ContainerConfig with its fields open for change: set some, then {@link #build}. */
public final class ContainerConfigBuilder {
    public String hostname;
    public String domainname;
    public String user;
    public boolean attachStdin;
    public boolean attachStdout;
    public boolean attachStderr;
    public @Nullable Map<String, Object> exposedPorts;
    public boolean tty;
    public boolean openStdin;
    public boolean stdinOnce;
    public @Nullable List<String> env;
    public @Nullable List<String> cmd;
    public @Nullable HealthConfig healthcheck;
    public boolean argsEscaped;
    public String image;
    public @Nullable Map<String, Object> volumes;
    public String workingDir;
    public @Nullable List<String> entrypoint;
    public boolean networkDisabled;
    public String macAddress;
    public @Nullable List<String> onBuild;
    public @Nullable Map<String, String> labels;
    public String stopSignal;
    public @Nullable Integer stopTimeout;
    public @Nullable List<String> shell;

    ContainerConfigBuilder(ContainerConfig from) {
        hostname = from.hostname();
        domainname = from.domainname();
        user = from.user();
        attachStdin = from.attachStdin();
        attachStdout = from.attachStdout();
        attachStderr = from.attachStderr();
        exposedPorts = from.exposedPorts();
        tty = from.tty();
        openStdin = from.openStdin();
        stdinOnce = from.stdinOnce();
        env = from.env();
        cmd = from.cmd();
        healthcheck = from.healthcheck();
        argsEscaped = from.argsEscaped();
        image = from.image();
        volumes = from.volumes();
        workingDir = from.workingDir();
        entrypoint = from.entrypoint();
        networkDisabled = from.networkDisabled();
        macAddress = from.macAddress();
        onBuild = from.onBuild();
        labels = from.labels();
        stopSignal = from.stopSignal();
        stopTimeout = from.stopTimeout();
        shell = from.shell();
    }

    public ContainerConfig build() {
        return new ContainerConfig(
                hostname,
                domainname,
                user,
                attachStdin,
                attachStdout,
                attachStderr,
                exposedPorts,
                tty,
                openStdin,
                stdinOnce,
                env,
                cmd,
                healthcheck,
                argsEscaped,
                image,
                volumes,
                workingDir,
                entrypoint,
                networkDisabled,
                macAddress,
                onBuild,
                labels,
                stopSignal,
                stopTimeout,
                shell);
    }
}
