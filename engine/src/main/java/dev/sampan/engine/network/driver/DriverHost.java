package dev.sampan.engine.network.driver;

import dev.sampan.engine.network.NetworkDefaults;

/** What drivers share on one host. */
public record DriverHost(NetworkDefaults defaults) {}
