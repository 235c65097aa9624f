package dev.sampan.cli;

import dev.sampan.client.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PORTS column: {@code 0.0.0.0:8080->80/tcp}, with runs of ports drawn together. */
public final class PublishedPorts {
    private record Port(int inside, int outside, String address, String protocol) {
        static Port of(@Nullable Object entry) {
            Map<String, @Nullable Object> port = Json.object(entry);
            return new Port(
                    (int) Json.number(port, "PrivatePort"),
                    (int) Json.number(port, "PublicPort"),
                    Json.text(port, "IP"),
                    Json.text(port, "Type"));
        }
    }

    private record Run(int first, int last) {}

    private PublishedPorts() {}

    /** The API's list of ports as text. */
    public static String text(List<@Nullable Object> ports) {
        List<Port> sorted = ports.stream()
                .map(Port::of)
                .sorted(Comparator.comparingInt(Port::inside)
                        .thenComparing(Port::address)
                        .thenComparingInt(Port::outside)
                        .thenComparing(Port::protocol))
                .toList();
        var text = new ArrayList<String>();
        var mapped = new ArrayList<String>();
        var runs = new LinkedHashMap<String, Run>();
        for (Port port : sorted) {
            String key = port.protocol();
            if (!port.address().isEmpty()) {
                if (port.outside() != port.inside()) {
                    mapped.add(
                            join(port.address(), "" + port.outside()) + "->" + port.inside() + "/" + port.protocol());
                    continue;
                }
                key = port.address() + "/" + port.protocol();
            }
            Run run = runs.get(key);
            if (run != null && port.inside() != run.last() + 1) {
                text.add(show(key, run));
                run = null;
            }
            runs.put(key, new Run(run == null ? port.inside() : run.first(), port.inside()));
        }
        runs.forEach((key, run) -> text.add(show(key, run)));
        text.addAll(mapped);
        return String.join(", ", text);
    }

    private static String show(String key, Run run) {
        int slash = key.lastIndexOf('/');
        String range = run.first() == run.last() ? "" + run.first() : run.first() + "-" + run.last();
        return slash < 0
                ? range + "/" + key
                : join(key.substring(0, slash), range) + "->" + range + key.substring(slash);
    }

    private static String join(String address, String port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
