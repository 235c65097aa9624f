package dev.sampan.linux.cgroup.v1;

import dev.sampan.linux.bpf.DeviceFilter;
import dev.sampan.linux.cgroup.Directory;
import java.util.OptionalLong;

/** Documentation/admin-guide/cgroup-v1/devices.rst. */
public record Devices(Directory group) {

    /** Writes devices.deny and devices.allow: first the rule for all, then its exceptions. */
    public void set(DeviceFilter filter) {
        group.write(filter.allowed() ? "devices.allow" : "devices.deny", "a");
        group.write(
                filter.allowed() ? "devices.deny" : "devices.allow",
                filter.exceptions().stream().map(Devices::line).toList());
    }

    private static String line(DeviceFilter.Exception e) {
        return e.type() + " " + star(e.major()) + ":" + star(e.minor()) + " "
                + letter(e, DeviceFilter.READ, "r")
                + letter(e, DeviceFilter.WRITE, "w")
                + letter(e, DeviceFilter.MKNOD, "m");
    }

    private static String star(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "*";
    }

    private static String letter(DeviceFilter.Exception e, int bit, String letter) {
        return (e.access() & bit) != 0 ? letter : "";
    }
}
