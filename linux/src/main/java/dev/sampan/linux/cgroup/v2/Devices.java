package dev.sampan.linux.cgroup.v2;

import dev.sampan.linux.bpf.Bpf;
import dev.sampan.linux.bpf.DeviceFilter;
import dev.sampan.linux.cgroup.Directory;

/** Documentation/admin-guide/cgroup-v2.rst, Device controller: no files, a program. */
public record Devices(Directory group) {

    /** Attaches a program of type BPF_PROG_TYPE_CGROUP_DEVICE; it lives as long as the group. */
    public void set(DeviceFilter filter) {
        try (var program = Bpf.loadDeviceFilter(filter.assemble());
                var directory = group.open()) {
            Bpf.attachDeviceFilter(directory, program);
        }
    }
}
