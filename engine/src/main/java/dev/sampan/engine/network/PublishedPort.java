package dev.sampan.engine.network;

import java.net.InetAddress;

/** A container's port as it is reached: inspect's {@code "80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}. */
public record PublishedPort(String protocol, int containerPort, InetAddress hostAddress, int hostPort) {

    /** {@code 80/tcp}. */
    public String container() {
        return containerPort + "/" + protocol;
    }
}
