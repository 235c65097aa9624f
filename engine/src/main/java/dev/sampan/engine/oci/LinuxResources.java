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
        @Nullable Pids pids,
        @Nullable BlockIo blockIO) {

    public LinuxResources {
        devices = Absent.list(devices);
    }

    public LinuxResources(List<DeviceRule> devices, @Nullable Memory memory, @Nullable Cpu cpu, @Nullable Pids pids) {
        this(devices, memory, cpu, pids, null);
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

    /** -1 is no limit. */
    public record Pids(long limit) {}

    /** Shares of block devices, 10 to 1000, and what is read and written at most in a second. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record BlockIo(
            @Nullable Integer weight,
            List<WeightDevice> weightDevice,
            List<ThrottleDevice> throttleReadBpsDevice,
            List<ThrottleDevice> throttleWriteBpsDevice,
            List<ThrottleDevice> throttleReadIOPSDevice,
            List<ThrottleDevice> throttleWriteIOPSDevice) {

        public BlockIo {
            weightDevice = Absent.list(weightDevice);
            throttleReadBpsDevice = Absent.list(throttleReadBpsDevice);
            throttleWriteBpsDevice = Absent.list(throttleWriteBpsDevice);
            throttleReadIOPSDevice = Absent.list(throttleReadIOPSDevice);
            throttleWriteIOPSDevice = Absent.list(throttleWriteIOPSDevice);
        }
    }

    public record WeightDevice(long major, long minor, int weight) {}

    /** @param rate bytes or operations per second; 0 is no limit */
    public record ThrottleDevice(long major, long minor, long rate) {}
}
