package dev.sampan.engine.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Five sets of names like {@code CAP_NET_RAW}. {@code engine.runtime} never sets the inheritable ones, but for what ambient needs
 * (invariant 5, CVE-2022-24769).
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Capabilities(
        List<String> bounding,
        List<String> effective,
        List<String> permitted,
        List<String> inheritable,
        List<String> ambient) {

    public static final Capabilities NONE = new Capabilities(List.of(), List.of(), List.of(), List.of(), List.of());

    public Capabilities {
        bounding = Absent.list(bounding);
        effective = Absent.list(effective);
        permitted = Absent.list(permitted);
        inheritable = Absent.list(inheritable);
        ambient = Absent.list(ambient);
    }

    /** Docker's shape for root: bounding, effective and permitted alike, nothing inheritable, nothing ambient. */
    public static Capabilities of(List<String> names) {
        return new Capabilities(names, names, names, List.of(), List.of());
    }
}
