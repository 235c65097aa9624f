package dev.sampan.engine.network;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One network as it is persisted and listed. What a driver needs to know beyond this is in {@code options}, under Docker's
 * option names.
 *
 * @param id 64 hexadecimal digits, for ever
 * @param driver the type of the {@link dev.sampan.engine.network.driver.NetworkDriver} that carries it
 * @param pools address ranges, none for host and none
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record Network(
        String id,
        String name,
        String driver,
        Instant created,
        boolean enableIPv4,
        boolean enableIPv6,
        boolean internal,
        List<Pool> pools,
        Map<String, String> options,
        Map<String, String> labels) {

    public Network {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(driver, "driver");
        requireNonNull(pools, "pools");
    }

    public static final String BRIDGE = "bridge";
    public static final String HOST = "host";
    public static final String NONE = "none";

    /** A range of addresses and the one in it that is the containers' router. */
    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    public record Pool(Cidr subnet, Cidr gateway) {}

    public Network withOptions(Map<String, String> changed) {
        return new Network(id, name, driver, created, enableIPv4, enableIPv6, internal, pools, changed, labels);
    }

    public Network withPools(List<Pool> changed) {
        return new Network(id, name, driver, created, enableIPv4, enableIPv6, internal, changed, options, labels);
    }

    public boolean isPredefined() {
        return name.equals(BRIDGE) || name.equals(HOST) || name.equals(NONE);
    }
}
