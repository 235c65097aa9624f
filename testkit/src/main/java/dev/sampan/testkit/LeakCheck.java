package dev.sampan.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something behind in the kernel: DESIGN invariant 12.
 *
 * <p>The kernel frees some things a moment after their last user is gone (a network namespace and its veth, a dying cgroup), so
 * a difference is looked at again for up to ten seconds before it counts.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(LeakCheck.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(STORE).put("before", HostState.read());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        HostState before = context.getStore(STORE).get("before", HostState.class);
        requireNothingSince(before, context.getDisplayName(), PATIENCE);
    }

    static void requireNothingSince(HostState before, String test, Duration patience) {
        List<String> left = HostState.read().addedSince(before);
        for (Instant end = Instant.now().plus(patience);
                !left.isEmpty() && Instant.now().isBefore(end); ) {
            LockSupport.parkNanos(20_000_000);
            left = HostState.read().addedSince(before);
        }
        if (!left.isEmpty()) {
            throw new AssertionError(test + " leaves behind:\n" + String.join("\n", left));
        }
    }
}
