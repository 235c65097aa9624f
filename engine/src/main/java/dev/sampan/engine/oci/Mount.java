package dev.sampan.engine.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What passes between storage, volumes and runtime. A root file system is a list of these too, its last with destination {@code /}.
 *
 * @param destination absolute, inside the container
 * @param type of the file system; empty or {@code bind} with {@code bind} or {@code rbind} among the options
 * @param source a host path for binds, else the device's name
 * @param options as mount(8) spells them; {@code lowerdir=} of an overlay lists the upper-most first, separated by colons
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Mount(String destination, String type, String source, List<String> options) {

    public Mount {
        type = Absent.text(type);
        source = Absent.text(source);
        options = Absent.list(options);
    }

    public static Mount bind(String source, String destination, String... options) {
        var all = new java.util.ArrayList<String>();
        all.add("rbind");
        all.addAll(List.of(options));
        return new Mount(destination, "bind", source, all);
    }

    public boolean isBind() {
        return options.contains("bind") || options.contains("rbind");
    }
}
