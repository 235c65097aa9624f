package dev.sampan.engine.network;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.net.InetAddress;

/** A container's port as it is reached: inspect's {@code "80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record PublishedPort(String protocol, int containerPort, InetAddress hostAddress, int hostPort) {

    /** {@code 80/tcp}. */
    public String container() {
        return containerPort + "/" + protocol;
    }
}
