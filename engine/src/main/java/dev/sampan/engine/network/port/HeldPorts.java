package dev.sampan.engine.network.port;

import dev.sampan.engine.network.PublishedPort;
import dev.sampan.linux.syscall.Fd;
import java.util.List;

/** The ports of one endpoint, and the sockets that keep others from them. */
public record HeldPorts(List<PublishedPort> ports, List<Fd> sockets) {}
