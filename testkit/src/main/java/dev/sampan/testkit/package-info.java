/**
 * JUnit extensions for tests against the real kernel, and a peer for those of clients.
 *
 * <p>{@link dev.sampan.testkit.NeedsRoot} marks a test that makes namespaces, mounts, cgroups or links: without root it is
 * skipped with a printed reason, with root it runs and {@link dev.sampan.testkit.LeakCheck} compares what the test's JVM holds
 * of the host before and after (DESIGN invariant 12): mounts, cgroups, links, nftables tables, processes and file descriptors. What a
 * test makes is named by {@link dev.sampan.testkit.Own}, so that tests, daemons and checks beside it do not count.
 *
 * <p>Start reading at {@link dev.sampan.testkit.HostState}: it reads {@code /proc} and {@code /sys} as text and knows nothing of
 * Sampan, so it cannot share a mistake with the code it checks. This module depends on JUnit alone, and every other module uses
 * it in test scope.
 *
 * <p>{@link dev.sampan.testkit.FakeDaemon} answers clients in place of a daemon.
 *
 * <p>To check one more kind of thing: add a reader to {@code HostState.kinds()}.
 */
package dev.sampan.testkit;
