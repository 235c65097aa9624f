package dev.sampan.engine.runtime;

import dev.sampan.engine.oci.Mount;
import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.launch.LaunchPlan;
import dev.sampan.linux.launch.PlanEncoder;
import dev.sampan.linux.proc.KernelVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A container with Docker's defaults: from its spec to the bytes that the interpreter executes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlanBench {
    private final LaunchRequest request = request();
    private final KernelVersion kernel = KernelVersion.parse("6.18.0");
    private final LaunchPlan plan = ContainerPlan.of(request, kernel);

    /** Composing the steps from the OCI spec. */
    @Benchmark
    public LaunchPlan compose() {
        return ContainerPlan.of(request, kernel);
    }

    /** Laying the composed steps out in memory. */
    @Benchmark
    public byte[] encode() {
        return PlanEncoder.bytes(plan, Arch.host());
    }

    /** What {@code explain} prints. */
    @Benchmark
    public String print() {
        return plan.text();
    }

    private static LaunchRequest request() {
        var root = new Mount("/", "overlay", "overlay", List.of("lowerdir=/l", "upperdir=/u", "workdir=/w"));
        return new LaunchRequest(
                "0123456789abcdef".repeat(4),
                LaunchRace.spec(),
                List.of(root),
                Optional.empty(),
                LaunchRequest.GROUPS_MADE,
                Optional.empty(),
                false,
                false,
                NetworkHook.NONE,
                Path.of("/run/x"));
    }
}
