package dev.sampan.engine.network;

import dev.sampan.engine.spec.PortRequest;
import dev.sampan.linux.trace.Traced;
import dev.sampan.linux.trace.Tracer;
import java.util.ArrayList;
import java.util.List;

/** Measures what a container's network costs: java ... JoinTiming [rounds]. Not a test; needs root. */
final class JoinTiming {

    private JoinTiming() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        try (var test = new TestNetworks()) {
            for (boolean publish : new boolean[] {false, true, false, true}) {
                time(test.networks(), rounds, publish);
            }
            var seen = new ArrayList<Traced>();
            try (var netns = Netns.create()) {
                Sandbox sandbox = test.networks().prepare(request(true));
                Tracer.during(seen::add, () -> {
                    test.networks().join(sandbox, netns.access());
                    test.networks().release(sandbox);
                    return null;
                });
            }
            seen.forEach(t -> System.out.printf("%6d us  %s -> %s%n", t.nanoseconds() / 1000, t.text(), t.result()));
        }
    }

    private static void time(Networks networks, int rounds, boolean publish) {
        long[] prepare = new long[rounds];
        long[] join = new long[rounds];
        long[] release = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            try (var netns = Netns.create()) {
                long t0 = System.nanoTime();
                Sandbox sandbox = networks.prepare(request(publish));
                long t1 = System.nanoTime();
                networks.join(sandbox, netns.access());
                long t2 = System.nanoTime();
                networks.release(sandbox);
                release[i] = System.nanoTime() - t2;
                join[i] = t2 - t1;
                prepare[i] = t1 - t0;
            }
        }
        System.out.printf(
                "publish=%s: prepare %d us, join %d us, release %d us (medians); join p90 %d us%n",
                publish, percentile(prepare, 50), percentile(join, 50), percentile(release, 50), percentile(join, 90));
    }

    private static long percentile(long[] nanos, int percent) {
        long[] sorted = nanos.clone();
        java.util.Arrays.sort(sorted);
        return sorted[sorted.length * percent / 100] / 1000;
    }

    private static SandboxRequest request(boolean publish) {
        return new SandboxRequest(
                "c0ffee",
                "timing",
                List.of(EndpointRequest.on(
                        Network.BRIDGE, publish ? List.of(PortRequest.parse("80/tcp", "", "")) : List.of())));
    }
}
