package dev.sampan.engine.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits; a field that is absent is left as the kernel has it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LinuxResources(
        List<DeviceRule> devices,
        @Nullable Memory memory,
        @Nullable Cpu cpu,
        @Nullable Pids pids) {

    public LinuxResources {
        devices = Absent.list(devices);
    }

    /**
     * @param type {@code a}, {@code c} or {@code b}
     * @param major absent is every one
     * @param access of the letters r, w, m
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DeviceRule(
            @JsonInclude boolean allow,
            String type,
            @Nullable Long major,
            @Nullable Long minor,
            String access) {

        public DeviceRule {
            type = type == null || type.isEmpty() ? "a" : type;
            access = Absent.text(access);
        }
    }

    /** Bytes; -1 is no limit. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Memory(
            @Nullable Long limit,
            @Nullable Long reservation,
            @Nullable Long swap,
            @Nullable Long kernel,
            @Nullable Long swappiness,
            @Nullable Boolean disableOOMKiller) {}

    /** Quota and periods in microseconds. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Cpu(
            @Nullable Long shares,
            @Nullable Long quota,
            @Nullable Long period,
            @Nullable Long realtimeRuntime,
            @Nullable Long realtimePeriod,
            String cpus,
            String mems) {

        public Cpu {
            cpus = Absent.text(cpus);
            mems = Absent.text(mems);
        }
    }

    public record Pids(long limit) {}
}
